"""What must outlive a connection: drafts, and what was learnt about a server. Never a secret."""
