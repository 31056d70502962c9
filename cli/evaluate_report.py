"""`turnwise eval report`: runs as a page to look at."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.render import console

Folders = Annotated[
    list[Path],
    typer.Argument(metavar="DIR…", help="The folders of one or several runs, in the order to show."),
]
Page = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="The HTML page; the Markdown stands beside it as .md.")
]


def report(folders: Folders, out: Page = Path("report.html")) -> None:
    """Write one HTML page about one or several runs, and the same tables as Markdown."""
    from eval.report import write

    with Console(stderr=True).status("computing the figures and writing the page"):
        written = write(folders, out)
    console().print(f"{written.html}\n{written.markdown}", soft_wrap=True)
    print(
        json.dumps(
            {
                "html": str(written.html),
                "markdown": str(written.markdown),
                "runs": len(written.contents.runs),
                "turns": len(written.contents.turns),
                "bytes": written.html.stat().st_size,
            }
        )
    )
