"""The published files as they are: sizes of the sets, and of the fixed validation split."""

import pytest

from eval.datasets.choosing import data_folder, read_data_set

DATA = data_folder()

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no reference data: set TURNWISE_DATA")


@pytest.mark.parametrize(
    ("name", "turns", "dialogues"),
    [
        ("cosql:train", 7343, 2159),
        ("cosql:validation", 1095, 328),
        ("sparc:train", 8996, 3030),
        ("sparc:validation", 1284, 394),
        ("spider:train", 7000, 7000),
        ("spider:train_others", 1659, 1659),
        ("spider:test", 2147, 2147),
        ("spider_syn:train", 7000, 7000),
        ("bird:dev", 1534, 1534),
        ("bird:mini_dev", 500, 500),
        ("bird_interact:a_samples", 15, 10),
        ("bird_interact:c_samples", 15, 10),
    ],
)
def test_published_sizes(name: str, turns: int, dialogues: int) -> None:
    data = read_data_set(name, DATA)
    assert (len(data.rows), len(data.dialogues)) == (turns, dialogues)
    assert len({row.id for row in data.rows}) == turns


def test_dialogue_acts_come_with_the_turns() -> None:
    rows = read_data_set("cosql:train", DATA).rows
    assert sum(row.act == "INFORM_SQL" for row in rows) == 6180
    whole = read_data_set("cosql_acts:train", DATA)
    assert {row.intent.value for row in whole.rows} == {"answer", "clarify", "unanswerable", "chitchat"}


def test_bird_has_evidence_and_descriptions() -> None:
    data = read_data_set("bird:mini_dev", DATA)
    assert any(row.evidence for row in data.rows)
    assert all(data.descriptions.values())
