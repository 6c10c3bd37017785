"""Stores for secrets: the keyring of the operating system and the encrypted file."""
