"""The planner: from a question, its history and its links to n-best plans."""
