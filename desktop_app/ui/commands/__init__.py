"""What can be done in the main window, a module for each group of actions."""
