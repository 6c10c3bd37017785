"""Message boxes and small dialogs that several features use."""
