"""Profiles: choosing one, making and changing them, and testing their connection."""
