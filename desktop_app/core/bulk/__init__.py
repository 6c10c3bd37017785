"""Edits of many mailboxes at once."""
