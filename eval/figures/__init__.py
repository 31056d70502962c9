"""Figures of a run, from its rows alone. docs/evaluation.md names the parts of `figures.json`."""
