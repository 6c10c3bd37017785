"""Profiles and their settings: stored, imported and tested."""
