"""The journal of saves, kept and exported."""
