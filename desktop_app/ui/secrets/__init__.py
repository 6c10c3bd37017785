"""Dialogs for the password storage."""
