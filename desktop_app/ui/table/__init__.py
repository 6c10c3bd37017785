"""The parts of the list of mailboxes: its columns, texts, order and filters."""
