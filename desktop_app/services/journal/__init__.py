"""The journal of saves: written, read, purged and exported."""
