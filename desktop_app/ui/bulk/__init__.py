"""Windows for editing many mailboxes at once."""
