"""Writes the report of one or several runs: an HTML page, and the same tables as Markdown beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.report.contents import Contents, contents_of
from eval.report.html import html_page
from eval.report.markdown import markdown_page
from eval.report.runs import read_runs
from services.contracts.errors import InvalidRequest


@dataclass(frozen=True, slots=True)
class Written:
    html: Path
    markdown: Path
    contents: Contents


def write(directories: Sequence[Path], out: Path) -> Written:
    """`out` names the HTML page; the Markdown stands beside it with the ending `.md`. Earlier ones are replaced.

    Raises InvalidRequest for a folder that is no run, rows that are damaged or mix oracle and clean turns, an `out`
    of another ending, and a place that cannot be written to.
    """
    if out.suffix not in {".html", ".htm"}:
        raise InvalidRequest(f"--out {out}: it names the HTML page, so let it end with .html")
    contents = contents_of(read_runs(directories))
    markdown = out.with_suffix(".md")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        for path, text in ((out, html_page(contents)), (markdown, markdown_page(contents))):
            # A folder's name may hold bytes that are no text.
            path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise InvalidRequest(f"the report cannot be written: {error}") from error
    return Written(out, markdown, contents)
