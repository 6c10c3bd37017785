"""The local database, opened late and used in a thread of its own."""
