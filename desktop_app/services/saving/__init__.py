"""The one way to save a mailbox: compare, send, verify, write down."""
