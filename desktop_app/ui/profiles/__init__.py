"""Windows for connection profiles."""
