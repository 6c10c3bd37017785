"""What listens on this computer while a person signs in in the browser."""
