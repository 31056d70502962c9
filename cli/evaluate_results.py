"""`turnwise eval results`: every line of the results table, measured where it is not yet, and the page."""

import json
from pathlib import Path
from typing import Annotated

import typer

from cli.evaluate_choice import chosen_rows, database_ids, progress_of
from cli.options import stages_of
from cli.render import console
from services.contracts.errors import TurnwiseError

_FAILED = "not measured"


def results(
    runs: Annotated[Path, typer.Option(metavar="DIR", help="The folders of the runs, one per line.")] = Path(
        "runs/results"
    ),
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The page; DIR/results.md where none is named.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="Run only lines whose name holds this, such as cosql. Repeatable."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="The first so many dialogues of each set.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> None:
    """Measure the lines of the results table that are not yet measured by this code and model, and write the page.

    Lines of a language model are skipped where no server has its adapters. Exit code 1 where a line could not be
    measured.
    """
    from eval.figures.all_figures import all_figures
    from eval.protocols.dialogue import Protocol
    from eval.results.lines import Line, lines
    from eval.results.page import Measurement, written
    from eval.results.serving import environment, not_served
    from eval.results.standing import finished, made_ready
    from eval.run import RunOptions, manifest_of, run
    from eval.worker import RunPlan

    out = console()

    def measure(line: Line) -> str:
        if line.adapter is not None and (missing := not_served(line.adapter)):
            return f"skipped: {missing}"
        data, files = chosen_rows(line.of.data, line.of.dbs, None, limit)
        plan = RunPlan(
            settings=stages_of(planner=line.planner, generator=line.of.generator),
            protocol=Protocol(line.history, line.oracle),
            files=files,
            database_ids=database_ids(data),
            descriptions=data.descriptions,
        )
        if made_ready(runs / line.name, manifest_of(data, plan)):
            return "there already"
        with progress_of(line.name) as progress:
            run(data, plan, runs / line.name, RunOptions(workers=workers), progress)
        return "measured"

    done: dict[str, str] = {}
    for line in lines(only or ()):
        try:
            with environment(line.environment):
                done[line.name] = measure(line)
        except TurnwiseError as error:  # the other lines may well be measured
            done[line.name] = f"{_FAILED}: {error.message}"
        out.print(f"{line.name}: {done[line.name]}", highlight=False)
    ended = [(line, found) for line in lines() if (found := finished(runs / line.name))]
    measured = [Measurement(line, found, all_figures(found.rows, found.manifest)) for line, found in ended]
    page = page or runs / "results.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(written(page, measured, lambda line: line.command(runs, limit)), encoding="utf-8")
    out.print(f"{page}", soft_wrap=True)
    print(json.dumps({"page": str(page), "lines": done, "on_the_page": [line.name for line, _ in ended]}))
    if any(outcome.startswith(_FAILED) for outcome in done.values()):
        raise typer.Exit(1)
