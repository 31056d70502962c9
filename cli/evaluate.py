"""`turnwise eval …`: run, score, compare, import, pairs. The last line on standard output is one JSON object.

What computes figures is imported inside the commands: the rest of `turnwise` needs neither numpy nor its start-up time.
"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.evaluate_choice import chosen_rows, database_ids, progress_of
from cli.evaluate_tables import show_comparison, show_run
from cli.options import Dbs, Generator, Planner, Values, stages_of
from eval.datasets.slices import write_slice
from eval.pairs import pairs
from eval.rows import HistoryMode, Oracle
from services.contracts.errors import InvalidRequest

app = typer.Typer(
    name="eval",
    help="Measure every stage: run a data set, score, compare, import predictions.",
    no_args_is_help=True,
)

Data = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="cosql:train, sparc:validation, spider:test, pet_shop, SET:FILE or FILE."
    ),
]
Slice = Annotated[
    str | None,
    typer.Option("--slice", metavar="NAME", help="A published slice, or the manifest file of one's own."),
]
Limit = Annotated[int | None, typer.Option(min=1, help="The first so many dialogues only.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes.")]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Folder of the run; taken up again where it stopped.")]
RunFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.")]
Executor = Annotated[
    str | None, typer.Option(metavar="NAME", help="Executor: embedded, grpc://host:port or module:Class.")
]


@app.command()
def run(
    data: Data,
    out: Out,
    dbs: Dbs = None,
    history: Annotated[
        HistoryMode, typer.Option(help="Earlier turns: the reference's, or the system's own.")
    ] = HistoryMode.OWN,
    planner: Planner = None,
    generator: Generator = None,
    value_index: Values = None,
    executor: Executor = None,
    oracle: Annotated[
        list[Oracle] | None, typer.Option(help="Diagnostic: take this from the reference. Repeatable.")
    ] = None,
    slice_name: Slice = None,
    limit: Limit = None,
    workers: Workers = 2,
    seconds: Annotated[float, typer.Option(min=0.01, help="Time limit of a turn's statements.")] = 30.0,
    turn_seconds: Annotated[float | None, typer.Option(min=0.01, help="Time limit of a whole turn.")] = None,
    seed: Annotated[int, typer.Option(help="Given to every stage.")] = 0,
    user_simulator: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Who answers what is asked back: hosted, recorded or module:Class."
        ),
    ] = "",
    clarifications: Annotated[
        int, typer.Option(min=1, help="Answers of that user in one turn, at most.")
    ] = 3,
) -> None:
    """Play dialogues through the stages and measure each stage."""
    from eval.protocols.dialogue import LIMITS, Protocol
    from eval.run import RunOptions
    from eval.run import run as run_dialogues
    from eval.worker import RunPlan

    settings = stages_of(planner=planner, generator=generator, value_index=value_index)
    asked = {"executor": executor, "turn_seconds": turn_seconds}
    settings = settings.model_copy(update={name: each for name, each in asked.items() if each is not None})
    chosen, files = chosen_rows(data, dbs, slice_name, limit)
    plan = RunPlan(
        settings=settings,
        protocol=Protocol(
            history=history,
            oracle=tuple(each for each in Oracle if each in (oracle or [])),
            limits=LIMITS.model_copy(update={"seconds": seconds}),
            seed=seed,
        ),
        files=files,
        database_ids=database_ids(chosen),
        descriptions=chosen.descriptions,
        user=user_simulator,
        clarifications=clarifications,
        exchanges=chosen.exchanges,
    )
    with progress_of(f"{chosen.name}, {history.value} history") as progress:
        figures = run_dialogues(chosen, plan, out, RunOptions(workers=workers), progress)
    _print(figures)


@app.command()
def score(folder: RunFolder) -> None:
    """Compute all figures anew from the rows of a run, without running anything."""
    from eval.figures.all_figures import all_figures, save_figures
    from eval.run_folder import read_run

    one = read_run(folder)
    figures = all_figures(one.rows, one.manifest)
    save_figures(figures, folder)
    _print(figures)


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="A", help="The run to compare with.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The run that may be better.")],
    metric: Annotated[str, typer.Option(help="Whose fixed and regressed turns are listed.")] = "value",
    across_oracles: Annotated[
        bool, typer.Option("--across-oracles", help="Allow an oracle run beside a clean one.")
    ] = False,
) -> None:
    """Compare two runs on identical rows: differences with intervals, McNemar's p, fixed and regressed turns."""
    from eval.compare import changed_turns, compare_runs
    from eval.figures.accuracy import METRICS
    from eval.run_folder import read_run

    if metric not in METRICS:
        raise InvalidRequest(f"there is no metric '{metric}': choose one of {', '.join(METRICS)}")
    runs = read_run(first), read_run(second)
    compared = compare_runs(*runs, across_oracles=across_oracles)
    fixed, regressed = changed_turns(*runs, metric)
    show_comparison(compared, metric, fixed, regressed)
    turns = {
        "fixed": [before.id for before, _ in fixed],
        "regressed": [before.id for before, _ in regressed],
    }
    print(json.dumps(compared | {"metric": metric} | turns))


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Predictions: JSON lines, or Spider's plain text.")
    ],
    data: Data,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the scored rows; a new one.")],
    dbs: Dbs = None,
    slice_name: Slice = None,
    limit: Limit = None,
    workers: Workers = 2,
) -> None:
    """Score the predictions of any other system."""
    from eval.imported_run import score_imported
    from eval.importing import read_predictions
    from eval.run import RunOptions

    chosen, files = chosen_rows(data, dbs, slice_name, limit)
    predictions = read_predictions(file, chosen)
    with progress_of(f"scoring {file.name}") as progress:
        figures = score_imported(chosen, predictions, files, out, RunOptions(workers=workers), progress)
    _print(figures)


@app.command("slice")
def slice_(
    data: Data,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The manifest to write.")],
    dbs: Dbs = None,
    limit: Limit = None,
) -> None:
    """Write the manifest of a choice of rows, to be named with --slice later."""
    chosen, _ = chosen_rows(data, dbs, None, limit)
    write_slice(chosen, out)
    print(json.dumps({"file": str(out), "rows": len(chosen.rows), "hash": chosen.ids_hash}))


app.command("pairs")(pairs)


def _print(figures: dict[str, Any]) -> None:
    show_run(figures)
    print(json.dumps(figures))
