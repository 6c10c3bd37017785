"""Dialogs and widgets for connection profiles."""
