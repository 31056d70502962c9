"""Charts from the figures of the runs: scores, groups, stages. `eval/figures` says what each figure is."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from eval.figures.accuracy import METRICS, VARIANTS
from eval.metrics.planner import MACRO, Component
from eval.report.charts import Chart, ChartRow, Measure, Percentiles, measured, milliseconds
from eval.report.runs import ReportedRun, Rung
from eval.rows import LiteralKind
from services.contracts.models import Stage
from services.contracts.plan import Change

# Settings are part of a metric's name.
METRIC_TITLES = {
    "value": "value accuracy",
    "strict": "strict accuracy (column labels count)",
    "any_order": "value accuracy, any column order",
    "ex": "EX, test suite (DISTINCT kept, gold values not plugged in)",
    "esm": "ESM, exact set match (values and DISTINCT not compared)",
    "etm": "ETM, enhanced tree match (as released)",
    "value_stock": "value accuracy, SQLite's stock mode",
    "esm_as_written": "ESM, prediction as written",
    "etm_repaired": "ETM, broken rules passed over",
}
_HARDNESS = ("easy", "medium", "hard", "extra", "unparsed", "unknown")
_AT = (1, 5, 20)
_PREDICTED = (Rung.BASELINE, Rung.PREDICTED_PLAN, Rung.ORACLE_SCHEMA, Rung.ORACLE_VALUES)
LATENCY_STAGES = (*(stage.value for stage in Stage), "turn")  # the last: all stages together

Runs = Sequence[ReportedRun]


def scores(runs: Runs, *, of: str) -> Chart:
    """`of`: qm (turns right) or im (dialogues with every turn right)."""
    rows = [
        ChartRow(METRIC_TITLES[metric], tuple(_accuracy(run, metric, of) for run in runs))
        for metric in METRICS
    ]
    return Chart("Turns right (QM)" if of == "qm" else "Dialogues with every turn right (IM)", tuple(rows))


def variants(runs: Runs) -> Chart:
    rows = [
        ChartRow(METRIC_TITLES[metric], tuple(_accuracy(run, metric, "qm") for run in runs))
        for metric in VARIANTS
    ]
    note = "They stand beside the official scorers under names of their own, never in their place. Turns right (QM)."
    return Chart("Corrected variants", tuple(rows), note)


def by_turn(runs: Runs) -> Chart:
    rows = _grouped(runs, "turn", order=lambda names: sorted(names, key=int))
    return Chart("By turn number", rows, "A turn counts at its place in the dialogue, from 1.")


def by_kind(runs: Runs) -> tuple[Chart, ...]:
    """By hardness, kind of follow-up, the data set's own label, and database."""
    changes = [change.value for change in Change]
    charts = (
        Chart(
            "By SQL hardness",
            _grouped(runs, "hardness", order=lambda names: _known_first(names, _HARDNESS)),
            "Of the gold SQL, by Spider's rules; 'unparsed' is SQL that the official parser does not read.",
        ),
        Chart(
            "By kind of follow-up",
            _grouped(runs, "change", order=lambda names: _known_first(names, changes), title=_words),
            "What the gold plan changes against the turn before; a turn may be of several kinds.",
        ),
        Chart("By label of the data set", _grouped(runs, "act", order=sorted)),
        Chart("By database", _grouped(runs, "database", order=lambda names: _best_first(runs, names))),
    )
    return tuple(chart for chart in charts if [row.label for row in chart.rows] != ["unknown"])


def value_index(runs: Runs) -> tuple[Chart, ...]:
    def recall(run: ReportedRun, kind: str, name: str) -> Measure | None:
        return measured(run.figures["value_index"]["recall"][kind][name])

    overall = [
        ChartRow(f"@{k}{said}", tuple(recall(run, "all", f"{name}@{k}") for run in runs))
        for name, said in (("recall", ""), ("recall_any_case", ", whatever the case"))
        for k in _AT
    ]
    kinds = [
        ChartRow(_KINDS[kind], tuple(recall(run, kind.value, "recall@5") for run in runs))
        for kind in LiteralKind
    ]
    return _filled(
        Chart(
            "Recall of gold literals",
            tuple(overall),
            "Share of the gold SQL's literals among the first k links.",
        ),
        Chart("Recall@5 by how the user said it", tuple(row for row in kinds if any(row.measures))),
    )


def planner(runs: Runs) -> tuple[Chart, ...]:
    def component(run: ReportedRun, name: str, kind: str) -> Measure | None:
        figures = run.figures["planner"]
        return _with_left_out(figures[kind][name]) if figures["n"] else None

    def rows(kind: str, mean: str) -> tuple[ChartRow, ...]:
        first = ChartRow("macro" if mean == "macro" else "required-only", _planner(runs, lambda of: of[mean]))
        return (
            first,
            *(
                ChartRow(_words(each.value), tuple(component(run, each.value, kind) for run in runs))
                for each in Component
            ),
        )

    mean_of = ", ".join(_words(each.value) for each in MACRO)
    context = (
        ChartRow("change accuracy", _planner(runs, lambda of: of["change_accuracy"])),
        ChartRow("carry-over F1", _planner(runs, lambda of: of["carry_over_f1"]["all"])),
        ChartRow(
            "carry-over F1, required only", _planner(runs, lambda of: of["carry_over_f1"]["required_only"])
        ),
        *(
            ChartRow(f"{items} in the first {plans}", _planner(runs, _at("recall_at_plans", items, k)))
            for items in ("tables", "columns", "values")
            for k, plans in ((1, "plan"), (5, "five plans"))
        ),
    )
    return _filled(
        Chart(
            "Where the gold has the item",
            rows("components_required", "required_only"),
            "Over the rows whose gold plan has such an item at all: the figure to improve.",
        ),
        Chart(
            "All turns",
            rows("components", "macro"),
            f"Both sides empty scores 1. Macro: the mean of {mean_of}.",
        ),
        Chart("Across turns, and further plans", context),
        _intents(runs),
    )


def generator(runs: Runs) -> tuple[Chart, ...]:
    def figure(run: ReportedRun, name: str) -> Measure | None:
        return measured(run.figures["generator"][name])

    def value(run: ReportedRun, *rungs: Rung) -> Measure | None:
        return _accuracy(run, "value", "qm") if run.rung in rungs else None

    drafts = (
        ChartRow("plans written as SQL", tuple(figure(run, "drafted") for run in runs)),
        ChartRow("first drafts that run", tuple(figure(run, "first_draft_runs") for run in runs)),
    )
    right = (
        ChartRow("with the gold plan (oracle)", tuple(value(run, Rung.ORACLE_PLAN) for run in runs)),
        ChartRow("with the predicted plan", tuple(value(run, *_PREDICTED) for run in runs)),
        ChartRow("with no plan", tuple(value(run, Rung.NO_PLAN) for run in runs)),
        ChartRow(
            "where the predicted plan is the gold plan",
            tuple(figure(run, "right_when_planned") for run in runs),
        ),
    )
    return _filled(
        Chart("Value accuracy by what it was given", tuple(row for row in right if any(row.measures))),
        Chart("Drafts", drafts),
    )


def executor(runs: Runs) -> tuple[Chart, ...]:
    rows = [
        ChartRow(title, tuple(measured(run.figures["executor"][name]) for run in runs))
        for name, title in _REPAIRS.items()
    ]
    return _filled(Chart("Repair", tuple(row for row in rows if any(row.measures))))


def executor_remarks(run: ReportedRun) -> str:
    """The counts that are no shares, in a sentence; as the other remarks, empty where there is nothing to tell."""
    figures = run.figures["executor"]
    if not figures["n"]:
        return ""
    return (
        f"{figures['failed_first_drafts']} of {figures['n']} first drafts failed; {figures['replaced']} replaced by "
        f"another statement, {figures['right_lost']} right answers lost by that and {figures['right_gained']} gained; "
        f"{figures['attempts']:.2f} attempts a turn"
    )


def index_remarks(run: ReportedRun) -> str:
    build = run.figures["value_index"]["build"]
    if not build["n"]:
        return ""
    times, sizes = build["ms"], build["bytes"].values()
    told = (
        f"one database read and indexed in {milliseconds(times['p50'])}"
        if build["n"] == 1
        else f"databases read and indexed {build['n']} times, in {milliseconds(times['p50'])} each (median; "
        f"95%: {milliseconds(times['p95'])})"
    )
    told += (
        f"; {sum(sizes):,} bytes of index for {len(sizes)} databases, the largest {max(sizes):,}"
        if sizes
        else "; this value index does not tell its size"
    )
    cut = run.figures["value_index"]["truncated"]
    return f"{told}; value links cut short in {cut['values']:,} of {cut['n']:,} turns"


def planner_remarks(run: ReportedRun) -> str:
    figures = run.figures["planner"]
    told = [f"a plan was asked for in {figures['n']:,} turns"]
    told += [f"{count:,} left out: {reason}" for reason, count in figures["left_out"].items()]
    error = measured(figures["calibration"]["expected_error"])
    if error is not None:
        told.append(
            f"expected calibration error {error.text}" + (f" ({error.interval})" * bool(error.interval))
        )
    asked = figures["intent"]["asked_back_with_reference"]
    if asked:
        told.append(f"{asked} questions back where there is a reference, counted as wrong")
    return "; ".join(told)


def generator_remarks(run: ReportedRun) -> str:
    failures = run.figures["generator"]["failures"]
    return "; ".join(f"{count} not drafted: {reason}" for reason, count in failures.items())


def latency(run: ReportedRun) -> dict[str, Percentiles]:
    """By stage in the order of the pipeline, the whole turn last."""
    figures = run.figures["latency_ms"]
    return {stage: Percentiles(**figures[stage]) for stage in LATENCY_STAGES if stage in figures}


def _accuracy(run: ReportedRun, metric: str, of: str) -> Measure | None:
    figures = run.figures["accuracy"][metric]
    beside = ""
    if of == "qm" and "scored" in figures:
        scored = figures["scored"]
        alone = f", {scored['qm']['value']:.3f} of the other {scored['n']:,}" if scored["qm"] else ""
        beside = f"{figures['without_verdict']:,} without a verdict{alone}"
    return measured(figures[of], n=figures["n"] if of == "qm" else run.dialogues, beside=beside)


def _grouped(
    runs: Runs,
    grouping: str,
    *,
    order: Callable[[Iterable[str]], Sequence[str]],
    title: Callable[[str], str] = str,
) -> tuple[ChartRow, ...]:
    found = [run.figures["by"][grouping] for run in runs]
    names = order({name for groups in found for name in groups})
    return tuple(ChartRow(title(name), tuple(_group(groups.get(name)) for groups in found)) for name in names)


def _group(figure: dict[str, Any] | None) -> Measure | None:
    return measured(figure["value"], n=figure["n"], dialogues=figure["dialogues"]) if figure else None


def _planner(runs: Runs, figure: Callable[[dict[str, Any]], dict[str, Any]]) -> tuple[Measure | None, ...]:
    found = [run.figures["planner"] for run in runs]
    return tuple(_with_left_out(figure(of)) if of["n"] else None for of in found)


def _with_left_out(figure: dict[str, Any]) -> Measure | None:
    """A turn without a gold plan counts as 0; the figure of the others stands beside."""
    scored = figure.get("scored")
    if scored is None:
        return measured(figure)
    alone = f", {scored['value']:.3f} of the other {scored['n']:,}" if scored["n"] else ""
    return measured(figure, beside=f"{figure['n'] - scored['n']:,} without a gold plan{alone}")


def _at(kind: str, items: str, k: int) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda of: of[kind][f"{items}@{k}"]


def _intents(runs: Runs) -> Chart:
    rows = []
    for intent in ("clarify", "unanswerable", "chitchat"):
        for kind in ("recall", "precision"):
            measures = tuple(measured(run.figures["planner"]["intent"][intent][kind]) for run in runs)
            if any(measures):
                rows.append(ChartRow(f"{intent}, {kind}", measures))
    return Chart("Intents other than to answer", tuple(rows))


def _filled(*charts: Chart) -> tuple[Chart, ...]:
    return tuple(chart for chart in charts if not chart.empty)


def _known_first(names: Iterable[str], known: Sequence[str]) -> list[str]:
    places = {name: place for place, name in enumerate(known)}
    return sorted(names, key=lambda name: (places.get(name, len(places)), name))


def _best_first(runs: Runs, names: Iterable[str]) -> list[str]:
    """By the first run that has the database."""

    def value(name: str) -> float:
        groups = (run.figures["by"]["database"].get(name) for run in runs)
        return next((float(group["value"]["value"]) for group in groups if group), 0.0)

    return sorted(names, key=lambda name: (-value(name), name))


def _words(name: str) -> str:
    return name.replace("_", " ")


_REPAIRS = {
    "repaired": "failed first drafts repaired",
    "repaired_and_right": "… and right in the end",
    "lost_share": "right first drafts replaced by a wrong answer",
    "gained_share": "wrong first drafts replaced by a right one",
}
_KINDS = {
    LiteralKind.EXACT: "as stored",
    LiteralKind.CASE: "in another case",
    LiteralKind.FUZZY: "nearly so",
    LiteralKind.ALIAS: "by another name",
    LiteralKind.NONE: "not in the words",
}
