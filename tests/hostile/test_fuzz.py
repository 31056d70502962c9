"""Random SQL trees, random texts and flipped bytes, for a bounded time: whatever they are, there is a clear outcome.

TURNWISE_FUZZ_SECONDS says how long each of the three goes on (CI: longer than the default of a few seconds).
"""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from services.contracts.catalogue import Catalogue
from services.contracts.models import Execution, ExecutionStatus, Limits, Links
from services.contracts.sketch import Query
from services.executor.executor import SandboxedExecutor
from services.executor.settings import ExecutorSettings
from services.generator.compiler import CompileFailure, compile_sketch
from tests.executor_shop import SCHEMA, create, request
from tests.hostile.databases import sound
from tests.strategies import sketches

_SECONDS = float(os.environ.get("TURNWISE_FUZZ_SECONDS", "5"))
_LIMIT, _OVERRUN = 2.0, 2.0
_WORDS = """SELECT FROM WHERE GROUP BY ORDER LIMIT WITH RECURSIVE AS UNION ALL JOIN ON USING IN EXISTS NOT NULL CASE
    WHEN THEN ELSE END OVER PARTITION FILTER ( ) , . * = < 'x' "y" 1 -1 1e9 x'00' ; -- /* ? :a @b orders total customers
    count sum PRAGMA ATTACH INSERT INTO VALUES DELETE load_extension sqlite_master"""
_A_FEW = settings(
    max_examples=20,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class _Fuzzed:
    """An executor that is asked whatever comes, until the time is up."""

    def __init__(self, folder: Path) -> None:
        self.path = create(folder / "shop.sqlite")
        self._runner = asyncio.Runner()
        self._executor = SandboxedExecutor(
            Catalogue.of({"shop": self.path}), ExecutorSettings(workers=1, spares=1)
        )
        self._runner.run(self._executor.start())
        self.outcomes: Counter[str] = Counter()

    def run(self, sql: str) -> Execution:
        started = time.monotonic()
        asked = request(sql, limits=Limits(seconds=_LIMIT), links=Links(snapshot=SCHEMA))
        execution = self._runner.run(self._executor.execute(asked))
        assert time.monotonic() - started < _LIMIT + _OVERRUN
        assert (execution.page is not None) == (execution.status is ExecutionStatus.OK)
        message = execution.diagnosis.message if execution.diagnosis else ""
        assert "ended unexpectedly" not in message, sql
        self.outcomes[execution.status.value] += 1
        return execution

    def close(self) -> None:
        self._runner.run(self._executor.close())
        self._runner.close()


@pytest.fixture
def fuzzed(tmp_path: Path) -> Iterator[_Fuzzed]:
    made = _Fuzzed(tmp_path)
    yield made
    made.close()
    print(f"outcomes: {dict(made.outcomes)}")


def _for_a_while(fuzz: Callable[..., None], *strategies: st.SearchStrategy[object]) -> None:
    """A few examples after the other, for hypothesis knows no bound in seconds."""
    until = time.monotonic() + _SECONDS
    numbers = count()
    while time.monotonic() < until:
        seed(next(numbers))(_A_FEW(given(*strategies)(fuzz)))()


def test_random_trees(fuzzed: _Fuzzed) -> None:
    """What the compiler writes for a sketch runs; whatever is broken in its text has an outcome as well."""
    before = fuzzed.path.read_bytes()

    def fuzz(query: Query, place: float, junk: str, length: int) -> None:
        sql = compile_sketch(query, SCHEMA)
        if isinstance(sql, CompileFailure):
            return
        execution = fuzzed.run(sql)
        assert execution.status not in {ExecutionStatus.DENIED, ExecutionStatus.DAMAGED}, sql
        cut = int(place * len(sql))
        fuzzed.run(sql[:cut] + junk + sql[cut + length :])

    junk = st.sampled_from(["", "(", ")", "'", '"', ";", " DROP TABLE t ", "\0", "--", "/*", " OR ", "é"])
    _for_a_while(fuzz, sketches(SCHEMA), st.floats(0, 1), junk, st.integers(0, 12))
    assert fuzzed.outcomes["ok"] > 10
    assert fuzzed.path.read_bytes() == before


def test_random_texts(fuzzed: _Fuzzed) -> None:
    words = st.sampled_from(_WORDS.split())
    texts = st.lists(words | st.text(max_size=5), max_size=40).map(" ".join) | st.text(max_size=200)

    def fuzz(text: str) -> None:
        fuzzed.run(text)

    _for_a_while(fuzz, texts)
    assert fuzzed.outcomes.total() > 10


def test_flipped_bytes(tmp_path: Path) -> None:
    """Some bytes of a sound file are changed; each time it is another file, put in place by renaming."""
    draw = random.Random(11)
    path, next_path = tmp_path / "flipped.sqlite", tmp_path / "next.sqlite"
    sound(path)
    content = path.read_bytes()
    statements = (
        "SELECT sum(a), count(b), sum(c) FROM t",
        "SELECT count(*) FROM t WHERE b > 'text 5'",
        "SELECT sum(length(b)) FROM u",
        "SELECT * FROM t ORDER BY b LIMIT 5",
    )

    async def fuzz() -> Counter[str]:
        outcomes: Counter[str] = Counter()
        until = time.monotonic() + _SECONDS
        async with SandboxedExecutor(
            Catalogue.of({"shop": path}), ExecutorSettings(workers=1, spares=1)
        ) as executor:
            while time.monotonic() < until:
                flipped = bytearray(content)
                for _ in range(draw.choice((1, 1, 3, 30))):
                    # Headers of pages and the schema do most harm.
                    page = draw.randrange(len(content) // 4096) * 4096
                    place = page + draw.choice((draw.randrange(4096), draw.randrange(110)))
                    flipped[place] ^= draw.randrange(1, 256)
                next_path.write_bytes(flipped)
                next_path.replace(path)
                started = time.monotonic()
                execution = await executor.execute(
                    request(draw.choice(statements), limits=Limits(seconds=_LIMIT))
                )
                assert time.monotonic() - started < _LIMIT + _OVERRUN
                message = execution.diagnosis.message if execution.diagnosis else ""
                assert "ended unexpectedly" not in message, f"the worker crashed: {flipped.hex()}"
                outcomes[execution.status.value] += 1
        return outcomes

    outcomes = asyncio.run(fuzz())
    print(f"outcomes: {dict(outcomes)}")
    assert outcomes["ok"] + outcomes["damaged"] > 10
