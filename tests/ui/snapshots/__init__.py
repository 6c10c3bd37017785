"""The windows of snapshots and comparisons."""
