"""The workspace of one profile, and the manager of all open workspaces."""
