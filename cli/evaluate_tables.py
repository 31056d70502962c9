"""What `turnwise eval` shows before the line for machines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from cli.render import console
from eval.rows import RunRow

_LISTED = 15
# Shown of a comparison: what a name starts with, and what stands for that.
_HEADLINES = {
    **{
        f"accuracy.{metric}.": f"{metric} " for metric in ("value", "strict", "any_order", "ex", "esm", "etm")
    },
    "planner.macro": "planner macro",
    "planner.required_only": "planner required-only",
    "planner.components_required.": "… ",
    "planner.carry_over_f1.required_only": "carry-over F1",
    "planner.change_accuracy": "change accuracy",
    "planner.calibration.expected_error": "calibration error",
    "value_index.recall.all.recall@5": "value links @5",
    "executor.repaired": "drafts repaired",
}
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
    """The headlines, how many of the other figures differ, and the changed turns of one metric."""
    out = console()
    out.print(f"\nA {compared['first']['folder']}\nB {compared['second']['folder']}")
    out.print(f"{compared['n']} turns; the runs differ in {', '.join(compared['differ_in']) or 'nothing'}")
    table = Table("figure", "A", "B", "B − A", "95% interval", "n", "fixed", "regressed", "p", box=None)
    figures = compared["figures"]
    shown = sorted((name for name in figures if _headline(name)), key=_place)
    for name in shown:
        table.add_row(_headline(name), *_compared(figures[name]))
    out.print(table)
    others = [found["difference"] for name, found in figures.items() if name not in shown]
    out.print(
        f"{len(others)} further figures are compared in the JSON below; the interval leaves out 0 in "
        f"{sum(map(_differs, others))} of them"
    )
    if compared["not_compared"]:
        sides = Counter(compared["not_compared"].values())
        out.print(f"not compared: {_listed(sides)} (the JSON names them)")
    for title, pairs in (("fixed", fixed), ("regressed", regressed)):
        if pairs:
            out.print(f"\n[bold]{title}[/] by {metric}: the first {min(len(pairs), _LISTED)} of {len(pairs)}")
        for before, after in pairs[:_LISTED]:
            out.print(f"  {before.id}: {before.reference.question}", markup=False, highlight=False)
            out.print(f"    A {before.sql or '–'}\n    B {after.sql or '–'}", markup=False, highlight=False)


def _compared(found: dict[str, Any]) -> tuple[str, ...]:
    difference, sizes = found["difference"], (found["first"]["n"], found["second"]["n"])
    counts = (
        (str(found["fixed"]), str(found["regressed"]), f"{found['p']:.2g}") if "p" in found else ("",) * 3
    )
    return (
        f"{found['first']['value']:.3f}",
        f"{found['second']['value']:.3f}",
        f"{difference['value']:+.3f}",
        f"{difference['low']:+.3f} … {difference['high']:+.3f}",
        str(sizes[0]) if sizes[0] == sizes[1] else f"{sizes[0]}, {sizes[1]}",
        *counts,
    )


def _headline(name: str) -> str:
    """What stands for it in the table; nothing where it has no place there."""
    prefix = next((each for each in _HEADLINES if name.startswith(each)), None)
    if prefix is None:
        return ""
    rest = name.removeprefix(prefix)
    return _HEADLINES[prefix] + (rest.upper() if rest in ("qm", "im") else rest.replace("_", " "))


def _place(name: str) -> int:
    return next(place for place, each in enumerate(_HEADLINES) if name.startswith(each))


def _differs(difference: dict[str, float]) -> bool:
    return difference["low"] > 0 or difference["high"] < 0


def _show_stages(figures: dict[str, Any]) -> None:
    out = console()
    planner, recall = figures["planner"], figures["value_index"]["recall"]["all"]
    if planner["n"]:
        told = {
            "macro": planner["macro"],
            "required-only": planner["required_only"],
            "change accuracy": planner["change_accuracy"],
        }
        out.print(
            f"planner: {_figures(told)}; {planner['n']} turns, left out: {_listed(planner['left_out'])}"
        )
    else:
        out.print(f"planner: nothing measured; left out: {_listed(planner['left_out'])}")
    if recall["n"]:
        told = {f"@{k}": recall[f"recall@{k}"] for k in (1, 5, 20)}
        out.print(f"value links: recall {_figures(told)} of {recall['n']} gold literals")
    executor = figures["executor"]
    if executor["n"]:
        out.print(
            f"executor: {executor['failed_first_drafts']} of {executor['n']} first drafts failed, repaired: "
            f"{_figure(executor['repaired'])}; {executor['right_lost']} right answers lost by a repair, "
            f"{executor['right_gained']} gained"
        )
    lost = figures["attribution"]
    out.print(f"{lost['wrong']} wrong turns, first reason: {_listed(lost['primary'])}")
    if figures["rows"]["exchanges"]:
        out.print(
            f"{figures['rows']['asked_back']} turns asked back, {figures['rows']['exchanges']} times in all: "
            f"answered by {figures['run']['user']}"
        )
    if figures["latency_ms"]:
        times = ", ".join(f"{stage} {found['p50']:g}" for stage, found in figures["latency_ms"].items())
        out.print(f"median time in ms: {times}")


def _figures(named: Mapping[str, dict[str, Any] | None]) -> str:
    return ", ".join(f"{name} {_figure(found)}" for name, found in named.items())


def _figure(found: dict[str, Any] | None) -> str:
    """With its interval; a dash for what is of nothing."""
    if found is None or found["value"] is None:
        return "–"
    return f"{found['value']:.3f} ({found['low']:.3f} … {found['high']:.3f})"


def _shown(interval: dict[str, float]) -> tuple[str, str]:
    return f"{interval['value']:.3f}", f"{interval['low']:.3f} … {interval['high']:.3f}"


def _listed(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counted.items()) or "none"
