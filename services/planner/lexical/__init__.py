"""The baseline: string matching over the schema plus rules, no learning. How a question is read:

words → pieces (cues, names, values) → phrases → request → a new query, or an edit of the last one.
"""

from services.planner.lexical.planner import LexicalPlanner

__all__ = ["LexicalPlanner"]
