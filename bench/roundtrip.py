"""`python -m bench.roundtrip`: gold SQL → sketch → SQL. What gets a sketch, and is its result the gold's?

Every gold query of the reference data counts as often as it stands there. The gold runs in SQLite's stock mode, and so
does the compiled statement. `equal` is value accuracy, `strict` counts labels too (eval.metrics.value). Databases
without rows are reported apart, over rows that are generated for them in a temporary copy.
"""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from bench.generated_rows import fill, literals_by_column
from bench.gold_queries import Gold, data_folder, database_file, gold_queries
from bench.report import progress_bar, show_figures, show_table
from eval.metrics.value import orders_rows, strict_equal, value_equal
from eval.running import Failure, QueryRunner, RunLimits
from services.contracts.catalogue import Database, open_readonly
from services.contracts.schema import Schema
from services.contracts.sketch import selects
from services.contracts.sql_plan import Unsketchable, plan_from_sql, sketch_from_sql
from services.generator.compiler import CompileFailure, compile_sketch
from services.value_index.snapshot import read_schema

PROCESSES = 2
LIMITS = RunLimits(seconds=10.0)
SEED = 20240101


@dataclass(frozen=True, slots=True)
class Trip:
    """What became of one gold query.

    `refused`: why the gold itself does not run; `lost`: why its result was not found again, with the statement that
    did not find it. `joins`: of the sketch, `explicit` ones among them by an edge of its own.
    """

    refused: str = ""
    found_rows: bool = False
    sketched: bool = False
    lost: str = ""
    statement: str = ""
    strict: bool = False
    joins: int = 0
    explicit: int = 0
    generated: bool = False


def main() -> int:
    started = time.monotonic()
    try:
        folder = data_folder()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    sets = gold_queries(folder)
    trips = _all_trips(folder, {gold for queries in sets.values() for gold in queries})
    reported = {
        f"{name}{'_generated_rows' if generated else ''}": _of(queries, trips, generated=generated)
        for name, queries in sets.items()
        for generated in (False, True)
    }
    figures = {name: _figures(counted, trips) for name, counted in reported.items() if counted}
    columns = ["set", *next(iter(figures.values()))]
    rows = [[name, *map(_shown, found.values())] for name, found in figures.items()]
    show_table("Gold SQL → sketch → SQL (shares of the executable ones)", columns, rows)
    _show_causes(reported, trips)
    print(f"{len(trips)} different queries in {time.monotonic() - started:.0f} s.")
    show_figures("roundtrip", figures)
    return 0


# ------------------------------------------------------------------------------------------------------ running


def _all_trips(folder: Path, queries: set[Gold]) -> dict[Gold, Trip]:
    by_database: defaultdict[str, list[Gold]] = defaultdict(list)
    for gold in sorted(queries, key=lambda gold: (gold.database_id, gold.sql)):
        by_database[gold.database_id].append(gold)
    largest_first = sorted(by_database.values(), key=len, reverse=True)
    trips: dict[Gold, Trip] = {}
    with ProcessPoolExecutor(PROCESSES) as pool, progress_bar() as progress:
        task = progress.add_task("gold queries", total=len(queries))
        for found in pool.map(partial(_trips, folder), largest_first):
            trips.update(found)
            progress.update(task, completed=len(trips))
    return trips


def _trips(folder: Path, golds: Sequence[Gold]) -> dict[Gold, Trip]:
    """Of the queries on one database."""
    file = database_file(folder, golds[0].database_id)
    if not file.is_file():
        return dict.fromkeys(golds, Trip(refused="no database file"))
    with TemporaryDirectory() as temporary:
        database = Database(golds[0].database_id, file)
        schema = _schema(database)
        generated = all(table.row_count == 0 for table in schema.tables)
        if generated:
            database = _filled_copy(database, schema, golds, Path(temporary))
        with QueryRunner(LIMITS) as runner:
            return {gold: _trip(gold, schema, database, runner, generated=generated) for gold in golds}


def _schema(database: Database) -> Schema:
    with closing(open_readonly(database)) as connection:
        return read_schema(connection, database.id)


def _filled_copy(database: Database, schema: Schema, golds: Sequence[Gold], folder: Path) -> Database:
    file = folder / database.path.name
    copyfile(database.path, file)
    plans = [plan_from_sql(gold.sql, schema) for gold in golds]
    values = [value for plan in plans if not isinstance(plan, Unsketchable) for value in plan.values]
    fill(file, schema, literals_by_column(values), seed=SEED)
    return Database(database.id, file)


def _trip(gold: Gold, schema: Schema, database: Database, runner: QueryRunner, *, generated: bool) -> Trip:
    wanted = runner.run(database, gold.sql)
    if isinstance(wanted, Failure):
        return Trip(refused=f"the gold: {wanted.kind}", generated=generated)
    found_rows = len(wanted.rows) > 0
    trip = partial(Trip, found_rows=found_rows, generated=generated)
    sketch = sketch_from_sql(gold.sql, schema)
    if isinstance(sketch, Unsketchable):
        return trip(lost=f"no sketch: {sketch.reason}")
    trip = partial(
        trip,
        sketched=True,
        joins=sum(max(0, len(select.sources) - 1) for select in selects(sketch)),
        explicit=sum(len(select.edges) for select in selects(sketch)),
    )
    statement = compile_sketch(sketch, schema)
    if isinstance(statement, CompileFailure):
        return trip(lost=f"not compiled: {statement.reason}")
    trip = partial(trip, statement=statement)
    result = runner.run(database, statement)
    if isinstance(result, Failure):
        return trip(lost=f"not run: {result.kind}: {result.message}")
    ordered = orders_rows(gold.sql)
    if not value_equal(wanted, result, ordered=ordered):
        only_order = value_equal(wanted, result, ordered=False)
        return trip(lost="rows in another order" if only_order else "other rows")
    return trip(strict=strict_equal(wanted, result, ordered=ordered))


# ---------------------------------------------------------------------------------------------------- reporting


def _of(queries: Mapping[Gold, int], trips: Mapping[Gold, Trip], *, generated: bool) -> Counter[Gold]:
    return Counter({gold: n for gold, n in queries.items() if trips[gold].generated is generated})


def _figures(queries: Counter[Gold], trips: Mapping[Gold, Trip]) -> dict[str, int | float]:
    def count(of: Iterator[tuple[int, bool]]) -> int:
        return sum(n for n, holds in of if holds)

    counted = [(n, trips[gold]) for gold, n in queries.items()]
    executable = [(n, trip) for n, trip in counted if not trip.refused]
    total = sum(n for n, _ in executable)
    with_rows = count((n, trip.found_rows) for n, trip in executable)
    equal_with_rows = count((n, trip.found_rows and not trip.lost) for n, trip in executable)
    joins = sum(n * trip.joins for n, trip in executable)
    return {
        "n": queries.total(),
        "executable": total,
        "sketched": _share(count((n, trip.sketched) for n, trip in executable), total),
        "equal": _share(count((n, not trip.lost) for n, trip in executable), total),
        "strict": _share(count((n, trip.strict) for n, trip in executable), total),
        "with_rows": with_rows,
        "equal_with_rows": _share(equal_with_rows, with_rows),
        "joins": joins,
        "explicit_joins": _share(sum(n * trip.explicit for n, trip in executable), joins),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _shown(figure: float) -> str:
    return f"{figure:.2%}" if isinstance(figure, float) else str(figure)


def _show_causes(reported: Mapping[str, Counter[Gold]], trips: Mapping[Gold, Trip]) -> None:
    """Why gold queries do not run, and why results were lost, with one example each."""
    causes: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], Gold] = {}
    for name, queries in reported.items():
        for gold, n in queries.items():
            cause = trips[gold].refused or trips[gold].lost
            if cause:
                causes[name, cause] += n
                examples.setdefault((name, cause), gold)
    rows = [
        [name, cause, n, f"{(gold := examples[name, cause]).database_id}: {gold.sql}"]
        for (name, cause), n in sorted(causes.items(), key=lambda each: (each[0][0], -each[1]))
    ]
    show_table("Failures by cause", ["set", "cause", "n", "example"], rows)


if __name__ == "__main__":
    sys.exit(main())
