"""The pane beside the list: details of the selected mailbox, or an overview of all."""
