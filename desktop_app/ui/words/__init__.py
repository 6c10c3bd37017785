"""The words for people, made from types. Server text in them is plain text, never markup."""
