"""Sessions, and the pipeline that answers one turn."""
