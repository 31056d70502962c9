"""ESM and ETM on a small schema: what counts, what does not, and the oddities of the official scorers."""

import json
from pathlib import Path
from typing import Any

import apsw
import pytest

from eval.metrics.esm.keys import Representatives
from eval.running import QueryRunner
from eval.scoring import EvaluationDatabase, SqlScorer

GOLDEN = Path(__file__).parents[1] / "golden" / "metrics"
CASES = [json.loads(line) for line in (GOLDEN / "forms.jsonl").read_text().splitlines()]
KEYS: Representatives = {
    "pet.owner_id": "owner.id",
    "owner.id": "owner.id",
    "visit.pet_id": "pet.id",
    "pet.id": "pet.id",
}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> EvaluationDatabase:
    folder = tmp_path_factory.mktemp("clinic") / "clinic"
    folder.mkdir()
    connection = apsw.Connection(str(folder / "clinic.sqlite"))
    connection.execute((GOLDEN / "clinic.sql").read_text()).fetchall()
    connection.close()
    return EvaluationDatabase("clinic", folder, KEYS)


@pytest.fixture(scope="module")
def scorer() -> Any:
    with QueryRunner() as runner:
        yield SqlScorer(runner)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_golden_forms(case: dict[str, Any], scorer: SqlScorer, clinic: EvaluationDatabase) -> None:
    scores = scorer.score(case["gold"], case["predicted"], clinic)
    assert (scores.esm, scores.etm) == (case["esm"], case["etm"])
    assert scores.esm_as_written == case.get("esm_as_written", case["esm"])
    assert scores.etm_repaired == case.get("etm_repaired", case["etm"])
    assert scores.error.startswith(case.get("fails", ""))
    assert bool(scores.error) == ("fails" in case)
