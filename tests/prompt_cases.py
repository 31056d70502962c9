"""The cases of tests/golden/prompts as requests. Their schema is that of the library, with some columns private."""

import re
from pathlib import Path
from typing import Any

import yaml

from services.contracts.frozen import Cell
from services.contracts.models import (
    Attempt,
    Diagnosis,
    ExecutionStatus,
    GenerateRequest,
    Links,
    Mention,
    Outcome,
    RankedColumn,
    Turn,
    ValueLink,
)
from services.contracts.plan import MatchKind, Plan
from services.contracts.prompt.budget import Budget
from services.contracts.schema import ColumnRef, Schema
from services.contracts.sql_plan import Unsketchable, plan_from_sql
from tests.library import library_schema

FOLDER = Path(__file__).parent / "golden" / "prompts"
_TOKEN = re.compile(r"\w+|[^\w\s]|\n")

Given = dict[str, Any]


def cases(name: str) -> dict[str, Given]:
    """By title."""
    listed = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())
    titled = {case.pop("title"): case for case in listed}
    assert len(titled) == len(listed), f"two cases of one title in {name}.yaml"
    return titled


def tokens(text: str) -> int:
    """Words, signs and line ends."""
    return len(_TOKEN.findall(text))


def budget(number: int) -> Budget:
    return Budget(tokens=number, count=tokens)


def ref(name: str) -> ColumnRef:
    table, _, column = name.partition(".")
    return ColumnRef(table=table, column=column)


def with_private(schema: Schema, names: list[str]) -> Schema:
    """Samples stay, as if an older snapshot had taken them."""
    return schema.model_copy(
        update={
            "tables": tuple(
                table.model_copy(
                    update={
                        "columns": tuple(
                            column.model_copy(update={"excluded": f"{table.name}.{column.name}" in names})
                            for column in table.columns
                        )
                    }
                )
                for table in schema.tables
            )
        }
    )


def request(given: Given) -> GenerateRequest:
    schema = with_private(library_schema(), given.get("private", []))
    links = Links(
        snapshot=schema,
        values=tuple(map(_link, given.get("values", []))),
        possible=tuple(map(_link, given.get("possible", []))),
        columns=tuple(RankedColumn(column=ref(name), score=0.5) for name in given.get("columns", [])),
    )
    return GenerateRequest(
        question=given["question"],
        links=links,
        plans=tuple(plan(each, schema) for each in given.get("plans", [])),
        history=tuple(
            _turn(number, each, schema) for number, each in enumerate(given.get("history", []), start=1)
        ),
        attempts=tuple(_attempt(each) for each in given.get("attempts", [])),
        diagnosis=Diagnosis(**given["diagnosis"]) if "diagnosis" in given else None,
    )


def plan(given: Given | str, schema: Schema) -> Plan:
    """Of a statement, or `{sql, probability}`."""
    sql, probability = (given, 1.0) if isinstance(given, str) else (given["sql"], given["probability"])
    found = plan_from_sql(sql, schema)
    assert not isinstance(found, Unsketchable), found
    return found.model_copy(update={"probability": probability})


def _link(given: Given) -> ValueLink:
    value: Cell = given["value"]
    return ValueLink(
        mention=Mention(text=given["mention"]),
        column=ref(given["column"]),
        value=value,
        kind=MatchKind.EXACT,
        score=given.get("score", 0.9),
        part=given.get("part", False),
    )


def _turn(number: int, given: Given, schema: Schema) -> Turn:
    sql = given.get("sql", "")
    found = plan_from_sql(sql, schema)
    return Turn(
        number=number,
        question=given["question"],
        sql=sql,
        plan=None if isinstance(found, Unsketchable) else found,
        reply=given.get("reply", ""),
        outcome=Outcome(**given["outcome"]) if "outcome" in given else None,
    )


def _attempt(given: Given) -> Attempt:
    return Attempt(
        sql=given["sql"], status=ExecutionStatus(given["status"]), row_count=given.get("row_count")
    )
