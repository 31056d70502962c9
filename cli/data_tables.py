"""What `turnwise data` shows: counts and lengths of files of rows, what was left out of them, and rows."""

from collections.abc import Mapping, Sequence

from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text

from cli.render import console
from training.data.generation.inspection import FileLengths
from training.data.generation.manifest import FileDescription
from training.data.generation.rows import TrainingRow

_REASONS_SHOWN = 6
_FIGURES = ("rows", "turns", "databases", "shortened", "tokens", "95%", "longest", "answer", "95%")


def show_built(made: Mapping[str, FileDescription]) -> None:
    for name, each in made.items():
        left = sum(each.left_out.values())
        rows = (
            f"{each.rows:,} rows of {each.databases} databases"
            if each.rows
            else "no rows, so there is no file"
        )
        console().print(f"[bold]{escape(name)}[/]: {rows}; {left:,} left out", highlight=False)
        _show_reasons(each)


def show_lengths(files: Mapping[str, FileDescription], lengths: Mapping[str, FileLengths]) -> None:
    """A file that is not there has no lengths."""
    grid = Grid(box=None, pad_edge=False)
    grid.add_column("file", overflow="fold")
    for title in _FIGURES:
        grid.add_column(title, justify="right")
    for name, each in files.items():
        figures = [each.rows, each.turns, each.databases, each.shortened]
        if of := lengths.get(name):
            figures += [of.rows.middle, of.rows.most, of.rows.longest, of.answers.middle, of.answers.most]
        grid.add_row(
            Text(name.removeprefix("rows-").removesuffix(".jsonl")), *(f"{figure:,}" for figure in figures)
        )
    console().print(grid)


def show_file(name: str, described: FileDescription, rows: Sequence[TrainingRow]) -> None:
    out = console()
    out.print(Text(name, style="bold"))
    _show_reasons(described)
    if described.mistakes:
        listed = ", ".join(f"{kind} {number:,}" for kind, number in described.mistakes.items())
        out.print(f"  mistakes to repair: {listed}", highlight=False)
    for row in rows:
        out.rule(Text(f"{row.id} on {row.database_id}"))
        for message in row.messages:
            out.print(Text(message.role, style="bold"))
            out.print(Text(message.content))


def _show_reasons(described: FileDescription) -> None:
    listed = sorted(described.left_out.items(), key=lambda each: -each[1])
    shown = listed if len(listed) == _REASONS_SHOWN + 1 else listed[:_REASONS_SHOWN]
    for reason, number in shown:
        console().print(Text(f"  {number:,} left out: {reason}"), highlight=False)
    if others := listed[len(shown) :]:
        rest = sum(number for _, number in others)
        console().print(
            f"  {rest:,} left out for {len(others)} other reasons (manifest.json)", highlight=False
        )
