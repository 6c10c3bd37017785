"""The pane beside the mailbox list: overview and details."""
