"""Where the focus goes when a button or a part of a window is disabled or hidden."""
