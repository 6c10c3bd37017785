"""Snapshots of the mailbox list for later comparison."""
