"""The page of results as Markdown: every line with its intervals and its command, by data set."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.compare import compare_runs
from eval.figures.accuracy import METRICS
from eval.metrics.planner import Component
from eval.results.lines import COMPILER, LLM, NO_PLAN, SETS, TINY, Line, Measured, lines
from eval.rows import Oracle
from eval.run_folder import Run

START = "<!-- measured: this part is written by `make results` -->"
END = "<!-- end of what is measured -->"
_VALUE = "accuracy.value.qm"
_TO_BEAT = {COMPILER: "lexical", LLM: f"{TINY[0][0].name}, {NO_PLAN}"}  # systems of lines, by generator
_OF_METRICS = (("value", "strict", "any_order"), ("ex", "esm", "etm"))
_NAMES = {"any_order": "any order", "ex": "EX", "esm": "ESM", "etm": "ETM"}
_PLANNER_ROWS = {
    "macro": ("macro",),
    "required only": ("required_only",),
    **{f"… {each.value.replace('_', ' ')}": ("components_required", each.value) for each in Component},
    "carry-over F1, required only": ("carry_over_f1", "required_only"),
    "change accuracy": ("change_accuracy",),
    "calibration error": ("calibration", "expected_error"),
}
_LINK_ROWS = {f"value links @{k}": f"recall@{k}" for k in (1, 5, 20)}


@dataclass(frozen=True)
class Measurement:
    """A line that was run to its end."""

    line: Line
    run: Run
    figures: dict[str, Any]

    @property
    def oracle(self) -> bool:
        return Oracle.PLAN in self.run.manifest.oracle

    @property
    def name(self) -> str:
        return f"**{self.line.title}**" if self.oracle else self.line.title


def written(page: Path, measured: Sequence[Measurement], command: Callable[[Line], str]) -> str:
    """The page's text with its measured part replaced; what stands before and after it is kept."""
    body = "\n\n".join([START, *_sections(measured, command), END])
    text = page.read_text(encoding="utf-8") if page.exists() else "# Results\n"
    before, start, rest = text.partition(START)
    _, _, after = rest.partition(END) if start else ("", "", "")
    return f"{before.rstrip()}\n\n{body}\n{after}"


def _sections(measured: Sequence[Measurement], command: Callable[[Line], str]) -> Iterator[str]:
    nothing: list[str] = []
    for of in SETS:
        own = [line for line in lines() if line.of == of]
        found = [each for each in measured if each.line.of == of]
        if not found:
            nothing.append(of.title)
            continue
        yield f"## {of.title}"
        yield from _measured(of, found)
        if missing := [line.title for line in own if line not in [each.line for each in found]]:
            yield f"Not measured: {'; '.join(missing)}."
        yield "One command per line:"
        yield "\n".join(f"    {command(line)}" for line in own)
    if nothing:
        yield f"Nothing of this is measured: {'; '.join(nothing)}."


def _measured(of: Measured, found: Sequence[Measurement]) -> Iterator[str]:
    counts = found[0].figures["rows"]
    unit = "dialogues" if of.dialogues else "questions"
    yield f"{counts['to_answer']:,} turns in {counts['dialogues']:,} {unit}. {_origin(found)}"
    for metrics in _OF_METRICS:
        yield _accuracies(found, metrics)
    planners = [each for each in found if each.line.plans]
    if planners and of.generator == COMPILER:  # the same planners stand there with the compiler
        yield _planners(planners)
    yield "\n".join(_losses(each) for each in found)
    if differences := list(_differences(found)):
        yield "\n".join(differences)


def _origin(found: Sequence[Measurement]) -> str:
    """The code and the models that made the lines, each once."""
    codes = dict.fromkeys(
        (each.run.manifest.code.commit[:7] or each.run.manifest.code.version)
        + (" with changes" if each.run.manifest.code.dirty else "")
        for each in found
    )
    days = dict.fromkeys(f"{each.run.manifest.started:%Y-%m-%d}" for each in found)
    models = dict.fromkeys(
        f"{stage.name} {stage.model[:8]}"
        for each in found
        for stage in each.run.manifest.stages.values()
        if stage.model
    )
    told = f"Measured at {', '.join(codes)}, {', '.join(days)}"
    return told + (f"; models: {', '.join(models)}." if models else ".")


def _accuracies(found: Sequence[Measurement], metrics: Sequence[str]) -> str:
    columns = [(metric, of) for metric in metrics for of in ("qm", "im")]
    head = ["planner", *(f"{_NAMES.get(metric, metric)} {of.upper()}" for metric, of in columns)]
    rows = (
        [each.name, *(_figure(each.figures["accuracy"][metric][of]) for metric, of in columns)]
        for each in found
    )
    return _table(head, rows)


def _planners(found: Sequence[Measurement]) -> str:
    """A column per line, for there are more figures than lines."""
    rows = [
        [title, *(_figure(_at(each.figures["planner"], path)) for each in found)]
        for title, path in _PLANNER_ROWS.items()
    ]
    rows += [
        [title, *(_figure(each.figures["value_index"]["recall"]["all"][name]) for each in found)]
        for title, name in _LINK_ROWS.items()
    ]
    literals = found[0].figures["value_index"]["recall"]["all"]["n"]
    table = _table(["planner, and value links", *(each.line.title for each in found)], rows)
    return f"{table}\n\nValue links: recall of {literals:,} gold literals among the first 1, 5, 20."


def _losses(each: Measurement) -> str:
    lost, accuracy = each.figures["attribution"], each.figures["accuracy"]
    told = [f"{lost['wrong']} wrong turns, by first reason: {_listed(lost['primary'])}"]
    told += [f"problems: {_listed(each.figures['rows']['problems'])}"]
    for metric in METRICS:
        scored = accuracy[metric].get("scored")
        if scored and scored["qm"]:
            without = accuracy[metric]["without_verdict"]
            name = _NAMES.get(metric, metric)
            told.append(f"{name} has no verdict on {without}, on the others {_figure(scored['qm'])}")
    return f"- {each.line.title}: {'; '.join(told)}."


def _differences(found: Sequence[Measurement]) -> Iterator[str]:
    """Each line against the one to beat, of the same history, paired on identical turns.

    The compiler writes what the oracle plan says: that line is no rival of the planners.
    """
    firsts = {
        each.line.history: each for each in found if each.line.system == _TO_BEAT[each.line.of.generator]
    }
    for each in found:
        before = firsts.get(each.line.history)
        if before is None or each is before or (each.oracle and each.line.adapter is None):
            continue
        compared = compare_runs(before.run, each.run, only=(_VALUE,), across_oracles=True)["figures"][_VALUE]
        difference = compared["difference"]
        yield (
            f"- {each.line.title}, less {before.line.title}: value {difference['value']:+.3f} "
            f"({difference['low']:+.3f} to {difference['high']:+.3f}), {compared['fixed']} turns fixed and "
            f"{compared['regressed']} lost, McNemar's p {_p(compared['p'])}."
        )


def _p(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"= {p:.3f}"


def _at(figures: dict[str, Any], path: Sequence[str]) -> dict[str, Any] | None:
    found: Any = figures
    for each in path:
        found = found[each]
    return found if isinstance(found, dict) else None


def _figure(found: Mapping[str, float] | None) -> str:
    if found is None or found["value"] is None:
        return "–"
    return f"{found['value']:.3f} ({found['low']:.3f}–{found['high']:.3f})"


def _listed(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counted.items()) or "none"


def _table(head: Sequence[str], rows: Iterable[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows))
