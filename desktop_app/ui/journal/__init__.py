"""The journal window."""
