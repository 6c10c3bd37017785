"""Checks of mailboxes on their mail servers, and the search for mail settings."""
