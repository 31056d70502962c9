"""Data sets: one small adapter each, all giving the same rows (`reference.ReferenceTurn`)."""
