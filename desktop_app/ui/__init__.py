"""The windows: widgets, models and words."""
