"""The edit dialog of a mailbox."""
