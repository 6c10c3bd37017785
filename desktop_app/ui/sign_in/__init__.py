"""Signing in from the windows, and recovering from a refusal."""
