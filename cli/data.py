"""`turnwise data …`: rows to train a generator on. The last line on standard output is one JSON object.

What builds rows is imported inside the commands: the rest of `turnwise` needs neither it nor its start-up time.
"""

import json
from pathlib import Path
from typing import Annotated

import typer

from cli.evaluate_choice import progress_of
from cli.options import Dbs
from eval.datasets.choosing import data_folder
from services.contracts.errors import InvalidRequest
from training.data.generation.arms import HistoryKind, PlanKind

app = typer.Typer(
    name="data", help="Rows to train a generator on: build them, look at them.", no_args_is_help=True
)
CACHE = Path(".turnwise/training")
ROWS = Path(".turnwise/generation")

Cache = Annotated[Path, typer.Option(metavar="DIR", help="Where links and results are kept between builds.")]
Data = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="cosql:train, sparc:train, spider:train, spider:train_others, bird:FILE, or FILE with dialogues "
        "of one's own. Repeatable. [default: those of the data folder, without BIRD]",
    ),
]
Limit = Annotated[int | None, typer.Option(min=1, help="The first so many dialogues of each set only.")]
Tokenizer = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The model's tokenizer.json. [default: a token is taken for 3 bytes]"),
]


@app.command()
def build(
    data: Data = None,
    dbs: Dbs = None,
    format_: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="NAME", help="A prompt format. Repeatable. [default: all]"),
    ] = None,
    plans: Annotated[
        list[PlanKind] | None,
        typer.Option(help="Whose plan the prompt shows. Repeatable. [default: what the format needs]"),
    ] = None,
    history: Annotated[
        list[HistoryKind] | None,
        typer.Option(help="What it shows of earlier turns. Repeatable. [default: full]"),
    ] = None,
    predicted: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder of plans-<source>.jsonl.gz. [default: the one of --cache]"),
    ] = None,
    rewritten: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Questions said anew, for --history rewritten, as JSON lines."),
    ] = None,
    outputs: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A model's statements for training questions, for the format repair."
        ),
    ] = None,
    validation: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="A database to keep out besides the listed ones. Repeatable."),
    ] = None,
    tokens: Annotated[
        int | None,
        typer.Option(min=64, help="Of a row; longer prompts drop columns. [default: no limit]"),
    ] = None,
    answer_tokens: Annotated[int, typer.Option(min=1, help="Of these, for the answer.")] = 256,
    tokenizer: Tokenizer = None,
    limit: Limit = None,
    cache: Cache = CACHE,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder of rows.")] = ROWS,
) -> None:
    """Build training rows, one file per prompt format, kind of plan and kind of history.

    Rows of the validation databases go to files of their own (…-val.jsonl). Rows that show what is asked of a
    held-out database are left out.
    """
    from cli.data_tables import show_built
    from services.generator.formats import FORMATS
    from training.data.generation.arms import arms_of
    from training.data.generation.build import BuildPlan
    from training.data.generation.build import build as build_rows
    from training.data.generation.sources import USUAL

    plan = BuildPlan(
        data=tuple(data or USUAL),
        folder=data_folder(),
        cache=cache,
        arms=tuple(arms_of(format_ or list(FORMATS), plans or (), history or (HistoryKind.FULL,))),
        out=out,
        dbs=tuple(dbs or ()),
        validation=tuple(validation or ()),
        plans=predicted,
        rewritten=rewritten,
        outputs=outputs,
        tokenizer=tokenizer,
        tokens=tokens,
        answer_tokens=answer_tokens,
        limit=limit,
    )
    with progress_of("rows") as progress:
        made = build_rows(plan, progress)
    show_built(made)
    counts = {name: described.rows for name, described in made.items()}
    print(json.dumps({"folder": str(out), "rows": counts}))
    if not any(counts.values()):
        raise InvalidRequest("no rows at all: see the reasons above")


@app.command()
def outputs(
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file of statements.")],
    data: Data = None,
    dbs: Dbs = None,
    planner: Annotated[str, typer.Option(metavar="NAME", help="lexical or learned.")] = "lexical",
    limit: Limit = None,
    cache: Cache = CACHE,
) -> None:
    """Write what a planner and the compiler make of training questions: mistakes for the format repair.

    For as long as there is no model whose own mistakes could be taken.
    """
    from training.data.generation.planner_outputs import planner_named, write_outputs
    from training.data.generation.sources import USUAL, sources_of

    asked = planner_named(planner)
    sources = sources_of(data or USUAL, dbs or (), data_folder(), limit=limit)
    with progress_of(f"asking the {planner} planner") as progress:
        counts = write_outputs(sources, asked, planner, cache, out, progress)
    print(json.dumps({"file": str(out), "turns": counts.turns, "statements": counts.statements}))


@app.command()
def rewritten(
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file of questions.")],
    data: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="cosql:train or sparc:train. Repeatable. [default: both]"),
    ] = None,
) -> None:
    """Write the follow-up questions that people have said anew, so that they need no earlier turn.

    They are the questions that SParC and CoSQL hold for whole dialogues; about every third follow-up has one.
    """
    from training.data.generation.final_questions import SETS, write_questions

    count = write_questions(tuple(data or SETS), data_folder(), out)
    print(json.dumps({"file": str(out), "questions": count}))


@app.command()
def inspect(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of rows.")] = ROWS,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="Only the files of that prompt format.")
    ] = None,
    show: Annotated[int, typer.Option(min=0, help="Rows of each file to show in full.")] = 0,
    tokenizer: Tokenizer = None,
) -> None:
    """Show what a folder of rows holds: counts, lengths, what was left out and why, and rows in full.

    Exit code 1 where a file is not what was built.
    """
    from cli.data_tables import show_file, show_lengths
    from services.contracts.language_model.tokens import counted_by, estimated
    from training.data.generation.inspection import as_json, lengths_of, some_rows
    from training.data.generation.manifest import changed_files, read_manifest

    manifest = read_manifest(folder)
    chosen = {
        name: each for name, each in manifest.files.items() if format_ is None or each.format == format_
    }
    if not chosen:
        known = ", ".join(dict.fromkeys(each.format for each in manifest.files.values()))
        raise InvalidRequest(f"{folder} has no rows of the format '{format_}': there are {known}")
    changed = [name for name in changed_files(folder, manifest) if name in chosen]
    count = counted_by(tokenizer) if tokenizer else estimated
    lengths = {name: lengths_of(folder / name, count) for name in chosen if (folder / name).is_file()}
    show_lengths(chosen, lengths)
    typer.echo("Tokens are " + ("those of the tokenizer." if tokenizer else "estimated: 3 bytes each."))
    for name, each in chosen.items():
        show_file(name, each, some_rows(folder / name, show) if name in lengths else ())
    for name in changed:
        typer.echo(f"{name} is not the file that was built: it is missing, was cut short or edited", err=True)
    print(
        json.dumps(
            {
                name: {"rows": each.rows, "tokens": as_json(lengths[name]) if name in lengths else None}
                for name, each in chosen.items()
            }
        )
    )
    if changed:
        raise typer.Exit(1)
