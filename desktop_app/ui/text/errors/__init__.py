"""The messages for the errors of core/errors."""
