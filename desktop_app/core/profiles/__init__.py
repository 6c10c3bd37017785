"""Connection profiles, what they hold, and what a test of one reports."""
