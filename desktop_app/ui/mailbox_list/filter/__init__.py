"""The filter of the mailbox list."""
