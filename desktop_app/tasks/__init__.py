"""Background work and the state behind the windows: QtCore only, no widgets."""
