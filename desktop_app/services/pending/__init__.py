"""Pending changes: edits stored to be sent later."""
