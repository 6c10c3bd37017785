"""Receipts: what has just succeeded, over the list for some seconds."""
