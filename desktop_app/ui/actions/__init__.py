"""The actions of the main window, by menu."""
