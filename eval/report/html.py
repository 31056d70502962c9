"""The HTML page: style, script and data all inside it, and a policy that lets it load nothing."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from eval.report.charts import milliseconds
from eval.report.contents import Contents
from eval.report.lines import lines_of
from eval.report.losses import MEANINGS, TITLES, named
from eval.report.plan_clauses import CLAUSES
from eval.report.sections import LATENCY_STAGES, METRIC_TITLES

# Inside <script> nothing may look like markup, and the line ends that only JavaScript knows are written out.
_UNSAFE_IN_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def html_page(contents: Contents) -> str:
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            contents=contents,
            style=Markup(_text("report.css")),
            script=Markup(_text("report.js")),
            data=Markup(_embedded(_data(contents))),
            letters=[run.letter for run in contents.runs],
            named=named(contents.losses),
            titles=TITLES,
            meanings=MEANINGS,
            by_turn=lines_of(contents.by_turn, contents.runs),
            latency_stages=[
                stage for stage in LATENCY_STAGES if any(stage in of for _, of in contents.latency)
            ],
        )
    )


def _data(contents: Contents) -> dict[str, Any]:
    return {
        "runs": [
            {"letter": run.letter, "name": run.name, "oracle": run.oracle, "history": run.history}
            for run in contents.runs
        ],
        "blames": {blame.value: {"title": TITLES[blame], "meaning": MEANINGS[blame]} for blame in TITLES},
        "clauses": CLAUSES,
        "metrics": METRIC_TITLES,
        "turns": contents.turns,
    }


def _embedded(data: dict[str, Any]) -> str:
    """JSON that can stand inside <script>."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_UNSAFE_IN_SCRIPT)


def _text(name: str) -> str:
    return (files("eval.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("eval.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["milliseconds"] = milliseconds
    return environment
