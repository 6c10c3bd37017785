"""What is recorded for support: the log and crash reports, without secrets.

The text of an exception is never written: it may hold something a user entered. The exception's
type and the code locations are enough.
"""
