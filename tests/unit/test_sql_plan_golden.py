"""The cases of tests/golden/sql_plan: a title, a statement, and what its sketch compiles to (`->`) or why it has none
or does not compile (`!!`). What compiles gives the rows of the statement, too.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from services.contracts.sql_plan import Unsketchable, sketch_from_sql
from services.generator.compiler import compile_sketch
from tests.library import library, library_schema

FOLDER = Path(__file__).parents[1] / "golden" / "sql_plan"


class Case(NamedTuple):
    sql: str
    sign: str
    expected: str


def read(file: Path) -> dict[str, Case]:
    cases = {}
    for block in file.read_text().strip().split("\n\n"):
        title, sql, outcome = block.splitlines()
        sign, _, expected = outcome.partition(" ")
        assert title.startswith("== "), block
        cases[f"{file.stem}: {title.removeprefix('== ')}"] = Case(sql, sign, expected)
    return cases


CASES = {title: case for file in sorted(FOLDER.glob("*.txt")) for title, case in read(file).items()}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_golden(case: Case) -> None:
    sketch = sketch_from_sql(case.sql, library_schema())
    compiled = sketch if isinstance(sketch, Unsketchable) else compile_sketch(sketch, library_schema())
    if case.sign == "!!":
        assert not isinstance(compiled, str), compiled
        assert compiled.reason == case.expected
        return
    assert compiled == case.expected
    assert sketch_from_sql(case.expected, library_schema()) == sketch
    wanted = library(double_quoted_text=True).execute(case.sql).fetchall()
    found = library().execute(case.expected).fetchall()
    if "ORDER BY" not in case.sql:
        wanted, found = sorted(wanted, key=repr), sorted(found, key=repr)
    assert found == wanted
