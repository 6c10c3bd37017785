"""One profile at work, and all profiles that are open."""
