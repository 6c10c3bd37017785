"""Bulk edits and bulk runs: many mailboxes changed at once."""
