"""The domain: mailboxes, rights, rules, profiles and errors. Frozen, typed, without I/O."""
