"""What is written down for support: the log, and reports of crashes. Never a secret.

The text of an exception is never written: it may hold what somebody typed. Its kind and the places
in our code say enough.
"""
