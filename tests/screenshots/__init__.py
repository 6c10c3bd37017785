"""``make screenshots``: every window in every state, light and dark, at 100 and 150 %."""
