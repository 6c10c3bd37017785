"""The program's features over network and storage, without a window."""
