"""Secrets of profiles, and saved passwords of mailboxes."""
