"""Sketches that no SQL text gives, and the generator. The rest of the compiler is in the golden cases."""

import asyncio
from typing import Any

import pytest

from services.contracts.models import (
    Attempt,
    Diagnosis,
    DiagnosisKind,
    ExecutionStatus,
    GenerateRequest,
    Links,
)
from services.contracts.plan import Intent, Plan
from services.contracts.schema import Column, ForeignKey, Schema, Table
from services.contracts.sketch import Constant, Expression, Item, Operation, Operator, Query, Select
from services.contracts.sql_plan import plan_from_sql, sketch_from_sql
from services.contracts.stages import Generator
from services.generator.compiler import CompileFailure, CompilerGenerator, compile_sketch
from tests.library import library, library_schema

SCHEMA = library_schema()


def table(name: str) -> dict[str, str]:
    return {"kind": "table", "name": name, "table": name.partition("#")[0]}


def column(text: str) -> dict[str, str]:
    source, _, name = text.partition(".")
    return {"kind": "column", "source": source, "column": name}


def constant(value: object) -> dict[str, object]:
    return {"kind": "constant", "value": value}


def operation(operator: str, *operands: object) -> dict[str, object]:
    return {"kind": "operation", "operator": operator, "operands": operands}


def call(name: str, *arguments: object, distinct: bool = False) -> dict[str, object]:
    return {"kind": "call", "name": name, "arguments": arguments, "distinct": distinct}


STAR = {"kind": "star"}


def select(*expressions: object, sources: tuple[str, ...] = ("people",), **clauses: Any) -> Select:
    items = [{"expression": expression} for expression in expressions]
    return Select.model_validate({"items": items, "sources": [table(name) for name in sources], **clauses})


def compiled(query: Query) -> str:
    sql = compile_sketch(query, SCHEMA)
    assert isinstance(sql, str), sql
    library().execute(sql).fetchall()
    return sql


def failure(query: Query) -> str:
    found = compile_sketch(query, SCHEMA)
    assert isinstance(found, CompileFailure), found
    return found.reason


def test_link_tables_are_added_and_do_not_show_in_the_star() -> None:
    assert compiled(select(STAR, sources=("people", "countries"))) == (
        "SELECT T1.*, T3.* FROM people AS T1 JOIN cities AS T2 ON T1.home_city = T2.id "
        "JOIN countries AS T3 ON T2.country_code = T3.code"
    )


def test_a_link_table_does_not_hide_an_outer_source() -> None:
    inner = select(
        call("count", STAR),
        sources=("fines", "editions"),
        where=operation("=", column("loans.id"), column("fines.loan_id")),
    )
    sub_query = {"kind": "subquery", "query": inner.model_dump()}
    assert compiled(select(sub_query, sources=("loans",))) == (
        "SELECT (SELECT count(*) FROM fines AS T1 JOIN loans AS T2 ON T1.loan_id = T2.id JOIN editions AS T3 "
        "ON T2.book_id = T3.book_id AND T2.edition = T3.number WHERE loans.id = T1.loan_id) FROM loans"
    )


def test_names_are_found_whatever_their_case() -> None:
    sources = [{"kind": "table", "name": "p", "table": "PEOPLE"}]
    query = Select.model_validate({"items": [{"expression": column("p.NAME")}], "sources": sources})
    assert compiled(query) == "SELECT name FROM people"
    shouted = select(column("LOANS.ID"), sources=("LOANS", "FINES"))
    assert compiled(shouted) == "SELECT T1.id FROM loans AS T1 JOIN fines AS T2 ON T1.id = T2.loan_id"


def test_a_right_operand_of_a_set_operation_that_is_one_itself() -> None:
    side = {"kind": "select", "items": [{"expression": column("people.id")}], "sources": [table("people")]}
    right = {"kind": "set_operation", "operator": "except", "left": side, "right": {**side, "limit": 1}}
    plan = Plan.model_validate(
        {"sketch": {"kind": "set_operation", "operator": "union", "left": side, "right": right}}
    )
    assert plan.sketch is not None
    assert compiled(plan.sketch) == (
        "SELECT id FROM people UNION SELECT * FROM (SELECT id FROM people "
        "EXCEPT SELECT * FROM (SELECT id FROM people LIMIT 1) AS T1) AS T1"
    )


def test_an_alias_does_not_hide_a_table() -> None:
    tables = tuple(
        Table(name=name, columns=(Column(name="id", primary_key=True, unique=True), Column(name="t1_id")))
        for name in ("t1", "x")
    )
    keys = (ForeignKey(table="x", columns=("t1_id",), ref_table="t1", ref_columns=("id",)),)
    query = select(column("x.id"), sources=("t1", "x"))
    sql = compile_sketch(query, Schema(database_id="d", tables=tables, foreign_keys=keys))
    assert sql == "SELECT T3.id FROM t1 AS T2 JOIN x AS T3 ON T2.id = T3.t1_id"


def test_a_left_join_on_nothing() -> None:
    edge = {"left": "people", "right": "weather", "kind": "left"}
    query = select(column("weather.day"), sources=("people", "weather"), edges=[edge])
    sql = compiled(query)
    assert sketch_from_sql(sql, SCHEMA) == query
    assert len(library().execute(sql).fetchall()) == 18


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        (constant("it's; DROP TABLE people --"), "'it''s; DROP TABLE people --'"),
        (constant(float("inf")), "9e999"),
        (constant(float("nan")), "NULL"),
        (operation("neg", constant(-1)), "-(-1)"),
        (operation("-", constant(1), operation("-", constant(2), constant(3))), "1 - (2 - 3)"),
        (operation("*", operation("+", constant(1), constant(2)), constant(3)), "(1 + 2) * 3"),
        (operation("not", operation("and", constant(1), constant(0))), "NOT (1 AND 0)"),
        (operation("=", operation("=", constant(1), constant(2)), constant(3)), "(1 = 2) = 3"),
        (
            operation("collate", operation("||", constant("a"), constant("b")), constant("NOCASE")),
            "('a' || 'b') COLLATE NOCASE",
        ),
        (
            operation("not", operation("exists", {"kind": "subquery", "query": select(STAR).model_dump()})),
            "NOT EXISTS (SELECT * FROM people)",
        ),
    ],
)
def test_expressions_are_written_so_that_they_mean_the_same(expression: object, written: str) -> None:
    assert compiled(select(expression, sources=())) == f"SELECT {written}"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (select(STAR, sources=("ghosts",)), "no table ghosts"),
        (select(column("people.nickname")), "people has no column nickname"),
        (select(column("cities.name")), "no source cities in reach"),
        (select(STAR, sources=()), "* without a source"),
        (select(operation("+", STAR, constant(1))), "* where a value is needed"),
        (select({"kind": "output", "index": 0}), "an output column outside of the order of a set operation"),
        (select(call("count", constant(1), constant(2), distinct=True)), "distinct in count of 2 arguments"),
        (select(call("load_extension('x') --")), "\"load_extension('x') --\" is no function"),
        (
            select(call("cast", constant(1), constant("TEXT) FROM people --"))),
            "a cast without one of SQLite's types",
        ),
        (select(operation("collate", constant(1), constant(1))), "a collation without a name"),
        (select(constant("a\0b")), "a text with a NUL character"),
        (select(STAR, sources=("people", "weather")), "no key joins people with weather"),
        (
            select({"kind": "subquery", "query": select(STAR).model_dump()}),
            "a sub-query of 6 columns instead of 1",
        ),
        (select(operation("exists", constant(1))), "exists without a sub-query"),
    ],
)
def test_what_is_no_sql_on_this_schema_gives_the_reason(query: Query, reason: str) -> None:
    assert failure(query) == reason


def test_a_sketch_nested_beyond_all_bounds_is_a_failure() -> None:
    expression: Expression = Constant(value=1)
    for _ in range(3_000):
        expression = Operation(operator=Operator.NOT, operands=(expression,))
    assert failure(Select(items=(Item(expression=expression),))) == "nested too deeply"


# ------------------------------------------------------------------------------------------------- the generator


def plan_of(sql: str, probability: float = 1.0) -> Plan:
    plan = plan_from_sql(sql, SCHEMA)
    assert isinstance(plan, Plan), plan
    return plan.model_copy(update={"probability": probability})


def drafts(*plans: Plan, **request: Any) -> list[tuple[str, int | None, float, str]]:
    generator: Generator = CompilerGenerator()
    asked = GenerateRequest(question="?", links=Links(snapshot=SCHEMA), plans=plans, **request)
    found = asyncio.run(generator.generate(asked)).drafts
    return [(draft.sql, draft.plan, draft.score, draft.failure) for draft in found]


NAMES, AGES = "SELECT name FROM people", "SELECT age FROM people"


def test_one_draft_per_plan_in_order_and_none_twice() -> None:
    again = plan_of("SELECT p.name FROM people AS p", 0.1)
    assert drafts(plan_of(NAMES, 0.6), again, plan_of(AGES, 0.3)) == [(NAMES, 0, 0.6, ""), (AGES, 2, 0.3, "")]


def test_a_plan_without_sql_gives_its_failure() -> None:
    unjoinable = Plan(sketch=select(STAR, sources=("people", "weather")))
    assert drafts(Plan(tables=("people",)), unjoinable) == [
        ("", 0, 0.0, "the plan has no sketch to compile"),
        ("", 1, 0.0, "no key joins people with weather"),
    ]


def test_a_plan_that_is_not_to_answer_gives_no_draft() -> None:
    assert drafts(Plan(intent=Intent.CLARIFY), plan_of(NAMES)) == [(NAMES, 1, 1.0, "")]


def test_after_a_diagnosis_only_what_is_new() -> None:
    request = {
        "diagnosis": Diagnosis(kind=DiagnosisKind.EMPTY_RESULT, message="no rows"),
        "attempts": (Attempt(sql=NAMES, status=ExecutionStatus.OK),),
    }
    assert drafts(plan_of(NAMES), Plan(), plan_of(AGES), **request) == [(AGES, 2, 1.0, "")]
    assert drafts(plan_of(NAMES), **request) == []
