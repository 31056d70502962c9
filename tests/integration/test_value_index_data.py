"""The value index on the reference data: inferred keys against declared ones, links against reference SQL."""

import asyncio
import json
from contextlib import closing
from typing import Any

import pytest

from eval.datasets.choosing import data_folder
from services.contracts.catalogue import Catalogue, open_readonly
from services.contracts.models import LinkRequest, Turn
from services.contracts.plan import Plan, PlannedValue
from services.contracts.schema import ForeignKey
from services.contracts.sql_plan import plan_from_sql
from services.value_index.evidence import stored_evidence
from services.value_index.keys import inferred_keys
from services.value_index.settings import ValueIndexSettings
from services.value_index.snapshot import read_schema
from services.value_index.value_index import EmbeddedValueIndex

DATA = data_folder()

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no reference data: set TURNWISE_DATA")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.of({path.stem: path for path in sorted((DATA / "databases").glob("*/*.sqlite"))})


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


Ends = frozenset[tuple[str, str]]


def ends(key: ForeignKey) -> Ends:
    """Whichever way round, for the reference has keys of both directions."""
    return frozenset(
        {(key.table.lower(), key.columns[0].lower()), (key.ref_table.lower(), key.ref_columns[0].lower())}
    )


def reference_keys(database: Any) -> set[Ends]:
    tables, columns = database["table_names_original"], database["column_names_original"]
    named = [(tables[number].lower() if number >= 0 else "", name.lower()) for number, name in columns]
    return {frozenset({named[left], named[right]}) for left, right in database["foreign_keys"]}


def test_keys_are_inferred_where_declared_ones_are_hidden(catalogue: Catalogue) -> None:
    """Measured: precision 0.93, recall 0.84; most of what counts as wrong is a true key that the reference lacks."""
    reference = {database["db_id"]: reference_keys(database) for database in read("tables.json")}
    right = found = expected = 0
    for name in catalogue.ids():
        with closing(open_readonly(catalogue.database(name))) as connection:
            tables = read_schema(connection, name, ValueIndexSettings(samples=0)).tables
            inferred = {ends(key) for key in inferred_keys(tables, (), stored_evidence(connection))}
        right += len(inferred & reference[name])
        found += len(inferred)
        expected += len(reference[name])
    assert right / found > 0.92
    assert right / expected > 0.82


def literals(plan: Plan) -> list[PlannedValue]:
    return [value for value in plan.values if isinstance(value.value, str) and "%" not in value.value]


def test_text_literals_of_reference_sql_are_linked(catalogue: Catalogue) -> None:
    """`python -m bench.value_index_recall` says more, and what the rest is."""
    databases = set((DATA / "validation_databases.txt").read_text().split())
    dialogues = [d for d in read("cosql/train.json") if d["db_id"] in databases]
    index = EmbeddedValueIndex(catalogue)

    async def linked() -> list[bool]:
        found: list[bool] = []
        for dialogue in dialogues:
            history: tuple[Turn, ...] = ()
            for number, turn in enumerate(dialogue["interaction"], 1):
                request = LinkRequest(
                    question=turn["utterance"], database_id=dialogue["db_id"], history=history
                )
                links = await index.link(request)
                plan = plan_from_sql(turn["query"], links.snapshot)
                stored = {(link.column, link.value) for link in (*links.values, *links.possible)}
                if isinstance(plan, Plan):
                    found += ((value.column, value.value) in stored for value in literals(plan))
                history += (Turn(number=number, question=turn["utterance"]),)
        return found

    found = asyncio.run(linked())
    assert len(found) > 500
    assert sum(found) / len(found) > 0.89
