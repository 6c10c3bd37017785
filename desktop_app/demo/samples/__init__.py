"""The demo server's sample data, the store that holds it, and its texts in six languages."""
