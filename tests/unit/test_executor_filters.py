"""An empty result names the conditions it came from and the stored values that were perhaps meant."""

import pytest

from services.contracts.models import Diagnosis, DiagnosisKind, Links
from services.executor.filters import diagnose_empty
from services.executor.statement import Statement, read_statement
from services.executor.validation import Examined
from tests.executor_shop import LINKED, LINKS


def diagnosis_of(statement: Statement, links: Links) -> Diagnosis:
    return diagnose_empty(statement.sql, Examined(statement, links.snapshot).compared, links)


@pytest.mark.parametrize(
    ("where", "place", "evidence", "candidates"),
    [
        ("country = 'France'", "'France'", ("country = 'France'",), ("'FR'",)),
        ("c.country IN ('France', 'Spain')", "'France'", ("c.country IN ('France', 'Spain')",), ("'FR'",)),
        ("COUNTRY LIKE 'france'", "'france'", ("COUNTRY LIKE 'france'",), ("'FR'",)),
        (
            "customer_id > 7 AND country = 'France'",
            "'France'",
            ("customer_id > 7", "country = 'France'"),
            ("'FR'",),
        ),
        ("customer_id > 7", "7", ("customer_id > 7",), ()),
        ("country = 'FR' AND 1 = 2", "'FR'", ("country = 'FR'", "1 = 2"), ()),
        ("country IS NULL", "", (), ()),
    ],
)
def test_conditions_and_candidates(
    where: str, place: str, evidence: tuple[str, ...], candidates: tuple[str, ...]
) -> None:
    statement = read_statement(f"SELECT 1 FROM customers AS c WHERE {where}", max_bytes=1000)
    assert isinstance(statement, Statement)
    diagnosis = diagnosis_of(statement, LINKED)
    assert diagnosis.kind is DiagnosisKind.EMPTY_RESULT
    assert diagnosis.place == place
    assert sorted(diagnosis.evidence) == sorted(evidence)
    assert diagnosis.candidates == candidates


def test_samples_stand_in_for_links() -> None:
    statement = read_statement("SELECT 1 FROM customers WHERE country = 'fr '", max_bytes=1000)
    assert isinstance(statement, Statement)
    assert diagnosis_of(statement, LINKS).candidates == ("'FR'",)


def test_statement_without_conditions() -> None:
    statement = read_statement("SELECT 1 FROM customers LIMIT 0", max_bytes=1000)
    assert isinstance(statement, Statement)
    assert diagnosis_of(statement, LINKS).evidence == ()
