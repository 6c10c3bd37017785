"""The form of the edit dialog and its fields."""
