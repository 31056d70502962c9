"""What the programs of training have in common."""

import argparse
import logging
from pathlib import Path


def command_line(documentation: str | None) -> argparse.ArgumentParser:
    """A parser that shows the module's documentation as it is written."""
    return argparse.ArgumentParser(
        description=documentation, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def recipe_line(
    documentation: str | None,
    *,
    rows: Path = Path(".turnwise/generation"),
    of: str = "of `turnwise data build`",
    out: Path = Path(".turnwise/models"),
) -> argparse.ArgumentParser:
    """Of a recipe: its `config`, the folder of `--rows` (`of` says whose) and the folder to write in."""
    parser = command_line(documentation)
    parser.add_argument("config", type=Path)
    parser.add_argument("--rows", type=Path, default=rows, help=of)
    parser.add_argument("--out", type=Path, default=out, help="folder for what is trained")
    return parser


def show_progress() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
