"""The window that compares two lists."""
