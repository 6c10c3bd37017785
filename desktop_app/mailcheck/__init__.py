"""Tests a mailbox's settings on its mail server, without ever changing mail."""
