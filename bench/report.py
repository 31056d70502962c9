"""What every benchmark prints: a readable table, and as the last line one JSON object with the figures."""

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.progress import Progress, TimeElapsedColumn
from rich.table import Table


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Numbers to the right, text to the left, judged by the first row."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for column, cell in zip(columns, rows[0] if rows else columns, strict=True):
        is_number = str(cell)[:1].isdigit()
        table.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(str, row))
    Console(width=None if sys.stdout.isatty() else 160, highlight=False).print(table)


def progress_bar() -> Progress:
    """On standard error, which keeps the results on standard output clean."""
    return Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=Console(stderr=True))


def show_figures(bench: str, figures: Mapping[str, object]) -> None:
    """The last line of a benchmark."""
    machine = {
        "cpus": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
    print(json.dumps({"bench": bench, "figures": figures, "machine": machine}))
