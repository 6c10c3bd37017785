"""The only code that saves mailboxes: compare, send, verify, record in the journal."""
