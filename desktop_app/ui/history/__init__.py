"""What is kept of earlier times: journal, changes that wait, snapshots, lists of all profiles."""
