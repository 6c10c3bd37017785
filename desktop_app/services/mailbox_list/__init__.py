"""Loading, caching, comparing and exporting the mailbox list."""
