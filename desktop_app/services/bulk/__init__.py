"""Runs that save many mailboxes."""
