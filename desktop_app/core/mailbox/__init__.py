"""A mailbox, its fields and rights, and the rules for its values."""
