"""Sign-in from the windows, and recovery after a refused sign-in."""
