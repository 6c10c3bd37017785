"""The window that shows what the user may do."""
