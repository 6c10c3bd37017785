"""Where secrets live, and the mailbox passwords that are kept on this computer."""
