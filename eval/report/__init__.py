"""The report of runs: one HTML page that needs no network, and the same tables as Markdown."""

from eval.report.writing import Written, write

__all__ = ["Written", "write"]
