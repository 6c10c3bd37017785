"""What windows and commands say, without a widget."""
