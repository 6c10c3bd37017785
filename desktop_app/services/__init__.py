"""What the program does, without a window: features over the network and the storage."""
