"""The local database: one module for each kind of record."""
