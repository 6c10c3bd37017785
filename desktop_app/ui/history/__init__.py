"""The History window: pending changes, journal, differences and bulk runs."""
