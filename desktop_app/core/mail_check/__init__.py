"""The requests, verdicts and reports of mailbox checks on mail servers."""
