"""SQL ↔ sketch ↔ SQL on what hypothesis makes up over the library."""

import apsw
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from sqlglot import parse_one

from services.contracts.sketch import Query
from services.contracts.sql_plan import Unsketchable, plan_from_sketch, plan_from_sql, sketch_from_sql
from services.generator.compiler import CompileFailure, compile_sketch
from tests.library import library, library_schema
from tests.statements import statement
from tests.strategies import sketches

SCHEMA = library_schema()
STRICT = library()
STOCK = library(double_quoted_text=True)
MANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
OPERATIONS = 300_000  # a cross join of everything says nothing

for _connection in (STRICT, STOCK):
    _connection.set_progress_handler(lambda: True, OPERATIONS)


def rows(connection: apsw.Connection, sql: str) -> list[str]:
    """As a bag. Passes over what takes too long."""
    try:
        return sorted(map(repr, connection.execute(sql).fetchall()))
    except apsw.InterruptError:
        assume(False)
        raise


def compiled(sketch: Query) -> str:
    """Passes over sketches whose tables no key joins."""
    sql = compile_sketch(sketch, SCHEMA)
    assume(not (isinstance(sql, CompileFailure) and sql.reason.startswith("no key joins")))
    assert isinstance(sql, str), sql
    return sql


def cut(seed: int, start: int, end: int) -> str:
    return statement(SCHEMA, seed)[start:end]


@settings(MANY, max_examples=100)
@given(sketches(SCHEMA))
def test_a_compiled_sketch_runs_and_comes_back_the_same(sketch: Query) -> None:
    sql = compiled(sketch)
    back = sketch_from_sql(sql, SCHEMA)
    assert not isinstance(back, Unsketchable), (back.reason, sql)
    again = compiled(back)
    assert sketch_from_sql(again, SCHEMA) == back, (sql, again)
    assert rows(STRICT, sql) == rows(STRICT, again), (sql, again)


@settings(MANY, max_examples=50)
@given(sketches(SCHEMA))
def test_spelling_does_not_matter(sketch: Query) -> None:
    sql = compiled(sketch)
    quoted = parse_one(sql, dialect="sqlite").sql("sqlite", identify=True, pretty=True)
    assume(" COLLATE " not in sql and " strftime" not in sql)  # sqlglot rewrites these when it quotes
    assert sketch_from_sql(quoted, SCHEMA) == sketch_from_sql(sql, SCHEMA), (sql, quoted)


@settings(MANY, max_examples=50)
@given(sketches(SCHEMA))
def test_the_plan_says_what_the_compiled_statement_does(sketch: Query) -> None:
    plan, of_sql = plan_from_sketch(sketch, SCHEMA), plan_from_sql(compiled(sketch), SCHEMA)
    assert not isinstance(of_sql, Unsketchable)
    assert set(plan.tables) == set(of_sql.tables)
    assert set(plan.values) == set(of_sql.values)
    assert plan.limit == of_sql.limit


@settings(MANY, max_examples=200)
@given(st.integers(0, 2**32))
def test_a_statement_and_what_is_compiled_from_its_sketch_give_the_same_rows(seed: int) -> None:
    sql = statement(SCHEMA, seed)
    try:
        wanted = rows(STOCK, sql)
    except apsw.SQLError:
        assume(False)
    sketch = sketch_from_sql(sql, SCHEMA)
    assert not isinstance(sketch, Unsketchable), (sketch.reason, sql)
    again = compiled(sketch)
    assert rows(STRICT, again) == wanted, (sql, again)
    assert sketch_from_sql(again, SCHEMA) == sketch, (sql, again)


@settings(MANY, max_examples=200)
@given(st.text() | st.builds(cut, st.integers(0, 2**32), st.integers(0, 20), st.integers(20, 300)))
@example("SELECT 1e")
@example("SELECT ²")
@example("\ud800")
@example("SELECT '\0'")
def test_no_text_raises(text: str) -> None:
    plan_from_sql(text, SCHEMA)
