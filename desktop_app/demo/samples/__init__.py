"""The data that the demo server starts with."""
