"""What support needs to know of this installation."""
