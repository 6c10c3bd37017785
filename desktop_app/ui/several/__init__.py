"""Windows for many mailboxes at once."""
