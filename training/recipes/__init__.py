"""One readable script per run."""
