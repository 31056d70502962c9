"""The table of results: its lines, which of them are measured already, and its page."""
