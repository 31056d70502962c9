"""Every hostile statement ends as it should and in time, and nobody else notices."""

from collections import Counter
from pathlib import Path

import pytest

from tests.hostile.conftest import CorpusRun
from tests.hostile.statements import Hostile, statements

_OVERRUN_SECONDS = 2.0  # the bench holds it to 0.3 s; here the machine may have more to do
_P99_MS = 1000  # the bench has the target; here the rest of the machine has work to do as well


def _named(hostile: Hostile) -> str:
    return ascii(hostile.sql)[1:40]


def test_there_are_enough() -> None:
    counts = Counter(hostile.sql for hostile in statements())
    assert len(counts) >= 150
    assert counts.most_common(1)[0][1] == 1


@pytest.mark.parametrize("hostile", statements(), ids=_named)
def test_statement(corpus_run: CorpusRun, hostile: Hostile) -> None:
    outcome = corpus_run.outcomes[hostile.sql]
    execution = outcome.execution
    told = execution.diagnosis.message if execution.diagnosis else ""
    assert execution.status.value in hostile.outcomes, told
    assert outcome.late < _OVERRUN_SECONDS
    assert len(told) < 400
    assert "Traceback" not in told


def test_nothing_was_written(corpus_run: CorpusRun) -> None:
    assert corpus_run.shop.read_bytes() == corpus_run.before
    assert [path.name for path in corpus_run.shop.parent.iterdir()] == [corpus_run.shop.name]
    assert not Path("/tmp/turnwise-stolen.sqlite").exists()


def test_the_others_were_served(corpus_run: CorpusRun) -> None:
    assert corpus_run.wrong == 0
    assert len(corpus_run.look_ups) > 100
    print(f"{len(corpus_run.look_ups)} look-ups beside the corpus: p99 {corpus_run.p99_ms:.0f} ms")
    assert corpus_run.p99_ms < _P99_MS
