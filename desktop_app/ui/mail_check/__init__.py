"""Windows and panels for checks of mailboxes on their mail servers."""
