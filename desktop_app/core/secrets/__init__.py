"""Which secrets there are, and where they can be stored."""
