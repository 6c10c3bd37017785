"""The local database: what is stored, table by table."""
