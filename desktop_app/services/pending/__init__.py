"""Changes that are kept to be sent later, and their sending."""
