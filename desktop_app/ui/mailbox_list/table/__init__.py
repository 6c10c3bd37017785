"""The table of the mailbox list: columns, sorting, filtering, painting."""
