"""Windows for the password storage."""
