"""What a check of a mailbox on its mail server asks and reports."""
