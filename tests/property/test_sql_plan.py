"""SQL ↔ sketch ↔ SQL, on sketches that hypothesis makes up over the library."""

import apsw
from hypothesis import HealthCheck, assume, given, settings

from services.contracts.sketch import Query
from services.contracts.sql_plan import Unsketchable, sketch_from_sql
from services.generator.compiler import CompileFailure, compile_sketch
from tests.library import library, library_schema
from tests.strategies import sketches

SCHEMA = library_schema()
MANY = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
CONNECTION = library()
CONNECTION.set_progress_handler(lambda: True, 200_000)  # a cross join of everything says nothing


def compiled(sketch: Query) -> str:
    sql = compile_sketch(sketch, SCHEMA)
    assume(not (isinstance(sql, CompileFailure) and "no key joins" in sql.reason))
    assert isinstance(sql, str), sql
    return sql


def rows(sql: str) -> list[str]:
    """As a bag; where SQLite refuses what grammar cannot tell (an aggregate in the wrong place), not at all."""
    try:
        return sorted(map(repr, CONNECTION.execute(sql).fetchall()))
    except apsw.InterruptError:
        return []
    except apsw.SQLError as error:
        assume("misuse of aggregate" not in str(error) and "aggregate functions are not" not in str(error))
        raise AssertionError(f"{error}: {sql}") from error


@MANY
@given(sketches(SCHEMA))
def test_a_compiled_sketch_runs_and_comes_back_the_same(sketch: Query) -> None:
    check(sketch)


def check(sketch: Query) -> None:
    sql = compiled(sketch)
    back = sketch_from_sql(sql, SCHEMA)
    assert not isinstance(back, Unsketchable), (back, sql)
    again = compile_sketch(back, SCHEMA)
    assert isinstance(again, str), (again, sql)
    assert sketch_from_sql(again, SCHEMA) == back, (sql, again)
    assert rows(sql) == rows(again), (sql, again)
