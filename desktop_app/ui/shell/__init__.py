"""The main window and the frame around everything else."""
