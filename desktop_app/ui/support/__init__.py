"""Help, about, and diagnostics."""
