"""The log, crash reports and diagnostics for support."""
