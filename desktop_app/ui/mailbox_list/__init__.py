"""The mailbox list in the main window."""
