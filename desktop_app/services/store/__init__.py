"""The local database, opened when first needed and used in a thread of its own."""
