"""What `turnwise eval` shows before the line for machines."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from cli.render import console
from eval.rows import RunRow

_LISTED = 15
Pairs = Sequence[tuple[RunRow, RunRow]]


def show_run(figures: dict[str, Any]) -> None:
    """Accuracies with their intervals, the stages in a line each, and where wrong turns are lost."""
    out = console()
    run, rows = figures["run"], figures["rows"]
    oracle = f", ORACLE {', '.join(run['oracle'])}" if run["oracle"] else ""
    history = f"{run['history']} history" if run["history"] else "history unknown"
    out.print(
        f"\n[bold]{run['data']}[/], {history}{oracle}: {rows['n']} turns, {rows['dialogues']} dialogues"
    )
    if rows["n"] != rows["expected"]:
        out.print(f"[bold red]only {rows['n']} of {rows['expected']} rows are there[/]")
    table = Table(
        "metric", "turns right (QM)", "95% interval", "dialogues right (IM)", "95% interval", box=None
    )
    for metric, found in figures["accuracy"].items():
        if found["qm"]:
            table.add_row(metric, *_shown(found["qm"]), *_shown(found["im"]))
    out.print(table)
    _show_stages(figures)
    if rows["problems"]:
        out.print(f"problems: {_listed(rows['problems'])}")
    if rows["remarks"]:
        out.print(f"remarks: {_listed(rows['remarks'])}")


def show_comparison(compared: dict[str, Any], metric: str, fixed: Pairs, regressed: Pairs) -> None:
    out = console()
    out.print(f"\nA {compared['first']['folder']}\nB {compared['second']['folder']}")
    out.print(f"{compared['n']} turns; the runs differ in {', '.join(compared['differ_in']) or 'nothing'}")
    table = Table("metric", "A", "B", "B − A", "95% interval", "fixed", "regressed", "p", box=None)
    for name, found in compared["metrics"].items():
        difference = found["difference"]
        interval = f"{difference['low']:+.3f} … {difference['high']:+.3f}"
        table.add_row(
            name,
            f"{found['first']:.3f}",
            f"{found['second']:.3f}",
            f"{difference['value']:+.3f}",
            interval,
            str(found["fixed"]),
            str(found["regressed"]),
            f"{found['p']:.2g}",
        )
    out.print(table)
    for title, pairs in (("fixed", fixed), ("regressed", regressed)):
        if pairs:
            out.print(f"\n[bold]{title}[/] by {metric}: the first {min(len(pairs), _LISTED)} of {len(pairs)}")
        for before, after in pairs[:_LISTED]:
            out.print(f"  {before.id}: {before.reference.question}", markup=False, highlight=False)
            out.print(f"    A {before.sql or '–'}\n    B {after.sql or '–'}", markup=False, highlight=False)


def _show_stages(figures: dict[str, Any]) -> None:
    out = console()
    planner, links = figures["planner"], figures["value_index"]["recall"]["all"]
    if planner["n"]:
        macro, required = planner["macro"]["value"], planner["required_only"]["value"]
        out.print(
            f"planner: macro {_number(macro)}, required-only {_number(required)}, change accuracy "
            f"{_number(planner['change_accuracy']['value'])} ({planner['n']} turns with a gold plan)"
        )
    if links["n"]:
        recalls = ", ".join(f"@{k} {_number(links[f'recall@{k}'])}" for k in (1, 5, 20))
        out.print(f"value links: recall {recalls} of {links['n']} gold literals")
    executor = figures["executor"]
    if executor["n"]:
        out.print(
            f"executor: {executor['failed_first_drafts']} first drafts failed, {_number(executor['repaired'])} of "
            f"them repaired; {executor['right_lost']} right answers lost by a repair, {executor['right_gained']} gained"
        )
    lost = figures["attribution"]
    out.print(f"{lost['wrong']} wrong turns, first reason: {_listed(lost['primary'])}")
    if figures["latency_ms"]:
        times = ", ".join(f"{stage} {found['p50']:g}" for stage, found in figures["latency_ms"].items())
        out.print(f"median time in ms: {times}")


def _shown(interval: dict[str, float]) -> tuple[str, str]:
    return f"{interval['value']:.3f}", f"{interval['low']:.3f} … {interval['high']:.3f}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _listed(counted: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counted.items()) or "none"
