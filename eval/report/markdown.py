"""The same tables as Markdown, for a repository: no turns, no charts."""

from collections.abc import Iterable, Sequence

from eval.report.charts import Chart, Measure, milliseconds
from eval.report.contents import Contents
from eval.report.ladder import Ladder
from eval.report.losses import named
from eval.report.runs import ReportedRun

_INTERVALS = "In brackets: 95% bootstrap intervals, drawn over dialogues."


def markdown_page(contents: Contents) -> str:
    parts = [
        f"# Evaluation: {_cell(contents.title)}",
        *(f"> {_cell(warning)}" for warning in contents.warnings),
        _runs(contents.runs),
        f"## Scores\n\n{_INTERVALS}",
        *(_chart(chart, contents.runs) for chart in (*contents.scores, contents.variants)),
        *(_ladder(ladder) for ladder in contents.ladders),
        f"## Where the turns are lost\n\n{_losses(contents)}",
        "## Groups",
        "Value accuracy.",
        *(_chart(chart, contents.runs) for chart in (contents.by_turn, *contents.groups)),
    ]
    for stage in contents.stages:
        parts.append(f"## {stage.title}")
        parts += [_chart(chart, contents.runs) for chart in stage.charts]
        parts += [f"{run.letter}: {_cell(text)}." for run, text in stage.remarks]
    if contents.latency:
        parts.append(f"## Latency\n\n{_latency(contents)}")
    return "\n\n".join(parts) + "\n"


def _runs(runs: Sequence[ReportedRun]) -> str:
    head = ("", "run", "data", "rows", "history", "oracle", "stages", "code")
    return _table(
        head,
        (
            (
                run.letter,
                run.name,
                run.manifest.data.name,
                f"{len(run.run.rows):,}",
                run.history,
                f"ORACLE {run.oracle}" if run.oracle else "none",
                ", ".join(f"{stage} {name}" for stage, name in run.stages.items()) or "imported",
                _code(run),
            )
            for run in runs
        ),
    )


def _code(run: ReportedRun) -> str:
    code = run.manifest.code
    return (code.commit[:10] or code.version) + (" with changes" if code.dirty else "")


def _chart(chart: Chart, runs: Sequence[ReportedRun]) -> str:
    rows = (
        (row.label, *(_measure(each, with_size=row.size is None) for each in row.measures), _count(row.size))
        for row in chart.rows
    )
    note = f"\n\n{_cell(chart.note)}" if chart.note else ""
    return f"### {chart.title}{note}\n\n{_table(('', *map(_head, runs), 'n'), rows)}"


def _head(run: ReportedRun) -> str:
    return f"{run.letter} (ORACLE {run.oracle})" if run.oracle else run.letter


def _measure(measure: Measure | None, *, with_size: bool = False) -> str:
    if measure is None:
        return "–"
    interval = f" ({measure.interval})" if measure.interval else ""
    size = f", n {measure.n:,}" if with_size and measure.n is not None else ""
    return measure.text + interval + size + (f"; {measure.beside}" if measure.beside else "")


def _count(size: int | None) -> str:
    return "" if size is None else f"{size:,}"


def _ladder(ladder: Ladder) -> str:
    rows = (
        (
            rung.run.rung.title,
            _head(rung.run),
            _measure(rung.value),
            rung.step.text if rung.step else "",
        )
        for rung in ladder.rungs
    )
    head = ("", "run", "value accuracy", "against the rung below")
    return f"## The ladder: {_cell(ladder.data)}, {ladder.history}\n\n{_table(head, rows)}"


def _losses(contents: Contents) -> str:
    """First reasons, with all turns of which it is a reason in brackets."""
    rows = []
    for blame in named(contents.losses):
        found = [each.of(blame) for each in contents.losses]
        title = next(loss.title for loss in found if loss)
        rows.append((title, *(f"{loss.primary} ({loss.contributing})" if loss else "0" for loss in found)))
    right = ("right", *(f"{each.right} of {each.n}" for each in contents.losses))
    heads = ("first reason (one of the reasons)", *map(_head, contents.runs))
    return _table(heads, (right, *rows))


def _latency(contents: Contents) -> str:
    rows = (
        (_head(run), stage, *map(milliseconds, (found.p50, found.p95, found.p99)), str(found.n))
        for run, stages in contents.latency
        for stage, found in stages.items()
    )
    return _table(("run", "stage", "p50", "p95", "p99", "n"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    """On one line and without Markdown's or HTML's own characters at work."""
    flat = " ".join(text.split())
    for character in ("\\", "|", "*", "_", "`", "<", "["):
        flat = flat.replace(character, "\\" + character)
    return flat
