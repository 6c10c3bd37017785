"""Connection profiles in a file, and their secrets in keyring or vault.

Nothing here is slow to import: keyring and platformdirs are imported by the call that needs them.
"""
