"""The window over the engine: Qt lives here and nowhere else."""
