"""The window of pending changes."""
