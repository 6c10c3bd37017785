"""The mailbox list: rows, statistics, filters, risks and duplicates."""
