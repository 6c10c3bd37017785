"""The dialog that shows what the user may do."""
