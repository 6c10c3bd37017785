"""Bulk runs: saves of many mailboxes, and their history."""
