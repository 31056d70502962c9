"""`turnwise eval pairs FILE --dbs DIR`: scores pairs of a gold and a predicted query with all SQL metrics.

FILE has one JSON object per line, with `id`, `db_id`, `gold` and `pred`; further fields are ignored. For each one JSON
object is printed in the order of the file: `id, esm, ex, etm, value, strict, any_order` (true, false, or null where
there is no verdict), `error` where a query gave no result, and `esm_error` where the official script gives none.
Lines of one id are not scored, for which of them counts cannot be told: `error` names them, and the exit code is 1.
"""

import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ConfigDict, ValidationError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from eval.crew import Lost, do_in_order
from eval.metrics.esm.keys import Representatives, keys_from_declared, keys_from_tables_json
from eval.running import QueryRunner, RunLimits
from eval.scoring import EvaluationDatabase, SqlScorer, SqlScores
from services.contracts.errors import DatabaseUnusable, InvalidRequest, TurnwiseError
from services.contracts.frozen import Frozen
from services.contracts.models import DatabaseId

_METRICS = ("esm", "ex", "etm", "value", "strict", "any_order")
_VARIANTS = ("esm_as_written", "etm_repaired")
_REASONS = ("error", "esm_error")
_PAIR_SECONDS = 300.0  # far more than the queries of a pair may take; for what hangs beside them


class Pair(Frozen):
    """`pred` is None where a system gave no prediction: scored as one that does not run."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    db_id: DatabaseId
    gold: str
    pred: str | None


@dataclass(frozen=True, slots=True)
class PairFile:
    """All pairs in the order of the file; `lines` are those on which an id stands."""

    pairs: list[Pair]
    lines: Mapping[str | int, list[int]]

    def doubled(self, pair: Pair) -> str:
        """Why the pair is not to be scored; nothing where its id is its own."""
        lines = self.lines[pair.id]
        return f"the id stands in lines {', '.join(map(str, lines))}" if len(lines) > 1 else ""


def read_pairs(file: Path) -> PairFile:
    """Raises InvalidRequest with the number of the line that is no pair."""
    pairs: list[Pair] = []
    lines_of: dict[str | int, list[int]] = {}
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{file} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        pair = _pair(line, f"{file}, line {number}")
        lines_of.setdefault(pair.id, []).append(number)
        pairs.append(pair)
    return PairFile(pairs, lines_of)


def _pair(line: str, place: str) -> Pair:
    try:
        return Pair.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InvalidRequest(f"{place}: {field + ': ' if field else ''}{first['msg']}") from error


def score_pairs(
    pairs: Iterable[Pair],
    folder: Path,
    keys: Mapping[str, Representatives],
    *,
    limits: RunLimits | None = None,
    processes: int = 2,
) -> Iterator[SqlScores]:
    """In the order of the pairs. `folder` holds `<db_id>/<db_id>.sqlite`.

    `keys`: what ESM takes for the foreign keys, by database; one that is not among them has those that it declares.
    """
    workshop = partial(_workshop, folder, keys, limits or RunLimits())
    for done in do_in_order(pairs, workshop, processes=processes, seconds=_PAIR_SECONDS):
        yield SqlScores(error=done.reason) if isinstance(done, Lost) else done


@contextmanager
def _workshop(
    folder: Path, keys: Mapping[str, Representatives], limits: RunLimits
) -> Iterator[Callable[[Pair], SqlScores]]:
    logging.getLogger("sqlglot").setLevel(
        logging.ERROR
    )  # what it does not know is no news: the scores say it

    @cache
    def database(database_id: str) -> EvaluationDatabase:
        found = EvaluationDatabase(database_id, folder / database_id, keys.get(database_id))
        return _with_declared_keys(found) if found.representatives is None else found

    with QueryRunner(limits) as runner:
        scorer = SqlScorer(runner)

        def score(pair: Pair) -> SqlScores:
            return scorer.score(pair.gold, pair.pred, database(pair.db_id))

        yield score


def _with_declared_keys(database: EvaluationDatabase) -> EvaluationDatabase:
    try:
        declared = [
            (f"{table}.{column}", referred)
            for table, known in database.keys.items()
            for column, referred in known.foreign_keys.items()
        ]
    except DatabaseUnusable:
        return database  # nothing of it can be scored, for a reason that every pair says
    return replace(database, representatives=keys_from_declared(database.columns, declared))


def as_row(pair: Pair, scores: SqlScores, *, variants: bool = False) -> dict[str, Any]:
    """What is printed of one pair."""
    shown = (*_METRICS, *(_VARIANTS if variants else ()))
    reasons = {name: reason for name in _REASONS if (reason := getattr(scores, name))}
    return {"id": pair.id, **{name: getattr(scores, name) for name in shown}, **reasons}


def tables_json(folder: Path) -> Path | None:
    """The tables.json in a folder of databases or beside it."""
    candidates = (folder / "tables.json", folder.parent / "tables.json")
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _keys(todo: Iterable[Pair], tables: Path | None) -> Mapping[str, Representatives]:
    """Says on standard error for which databases there are none."""
    keys = keys_from_tables_json(tables) if tables else {}
    if missing := sorted({pair.db_id for pair in todo} - keys.keys()):
        shown = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        where = f"{tables} does not have" if tables else "no tables.json was found for"
        print(f"{where} {shown}: ESM takes the foreign keys that the databases declare", file=sys.stderr)
    return keys


def pairs(
    file: Annotated[
        Path, typer.Argument(help="one JSON object per line: id, db_id, gold, pred", metavar="FILE")
    ],
    dbs: Annotated[Path, typer.Option(help="the databases, <db_id>/<db_id>.sqlite", metavar="DIR")],
    tables: Annotated[
        Path | None,
        typer.Option(help="Spider's tables.json; by default the one in DIR or beside it", metavar="FILE"),
    ] = None,
    seconds: Annotated[float, typer.Option(help="time limit of one query", min=0.01)] = RunLimits().seconds,
    workers: Annotated[int, typer.Option(help="scoring processes", min=1)] = 2,
    variants: Annotated[bool, typer.Option(help="print the corrected variants as well")] = False,
) -> None:
    """Score pairs of gold and predicted SQL with ESM, EX, ETM, value, strict and any-order accuracy."""
    if not dbs.is_dir():
        raise InvalidRequest(f"{dbs} is no folder")
    read = read_pairs(file)
    todo = [pair for pair in read.pairs if not read.doubled(pair)]
    keys = _keys(todo, tables or tables_json(dbs))
    scored = score_pairs(todo, dbs, keys, limits=RunLimits(seconds=seconds), processes=workers)
    with _progress() as progress:
        for pair in progress.track(read.pairs, description="scoring"):
            doubled = read.doubled(pair)
            scores = SqlScores(error=doubled) if doubled else next(scored)
            print(json.dumps(as_row(pair, scores, variants=variants)), flush=True)
    if left_out := len(read.pairs) - len(todo):
        print(f"{left_out} lines share an id with another and were not scored", file=sys.stderr)
        raise typer.Exit(1)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))


def main() -> None:
    try:
        typer.run(pairs)
    except TurnwiseError as error:
        print(error.message, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
