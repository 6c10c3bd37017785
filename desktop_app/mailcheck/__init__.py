"""Asks a mail server whether the settings of a mailbox work. It reads; it never changes mail."""
