"""The kinds of secrets, and where they can be stored."""
