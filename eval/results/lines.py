"""The lines of the results table: what is measured, in the order of the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.rows import HistoryMode, Oracle
from services.contracts.errors import InvalidRequest

ORACLE = "oracle plan"


@dataclass(frozen=True, slots=True)
class Measured:
    """A data set as `--data` and `--dbs` name it. `dialogues`: whether it has more than single questions."""

    title: str
    data: str
    dbs: tuple[str, ...] = ()
    dialogues: bool = True


SETS = (
    Measured("CoSQL, validation split", "cosql:validation"),
    Measured("SParC, validation split", "sparc:validation"),
    Measured("Spider test", "spider:test", dialogues=False),
    Measured("Pet shop", "pet_shop", ("pet_shop.sqlite",)),
)
PLANNERS = ("lexical", "learned", ORACLE)
GENERATOR = "compiler"


@dataclass(frozen=True, slots=True)
class Line:
    """One run. `planner` is None where the oracle plan stands in its place."""

    of: Measured
    planner: str | None
    history: HistoryMode

    @property
    def oracle(self) -> tuple[Oracle, ...]:
        return () if self.planner else (Oracle.PLAN,)

    @property
    def system(self) -> str:
        return self.planner or ORACLE

    @property
    def title(self) -> str:
        return f"{self.system}, {self.history} history" if self.of.dialogues else self.system

    @property
    def name(self) -> str:
        """Of its folder.

        >>> Line(SETS[0], "lexical", HistoryMode.OWN).name, Line(SETS[2], None, HistoryMode.OWN).name
        ('cosql-validation_lexical_own', 'spider-test_oracle-plan')
        """
        parts = [self.of.data.replace(":", "-"), self.system.replace(" ", "-")]
        return "_".join([*parts, self.history.value] if self.of.dialogues else parts)

    def command(self, runs: Path, limit: int | None) -> str:
        """What makes this line alone."""
        words = ["turnwise eval run --data", self.of.data, *(f"--dbs {each}" for each in self.of.dbs)]
        words += [f"--history {self.history}"] if self.of.dialogues else []
        words += [
            f"--planner {self.planner}" if self.planner else "--oracle plan",
            f"--generator {GENERATOR}",
        ]
        words += [f"--limit {limit}"] if limit else []
        return " ".join([*words, f"--out {runs / self.name}"])


def lines(only: Sequence[str] = ()) -> tuple[Line, ...]:
    """Those whose name holds one of the texts; all without any. Raises InvalidRequest where none is left."""
    every = tuple(_lines())
    found = tuple(line for line in every if not only or any(text in line.name for text in only))
    if not found:
        raise InvalidRequest(
            f"no line is called like that: there are {', '.join(line.name for line in every)}"
        )
    return found


def _lines() -> Iterator[Line]:
    for of in SETS:
        for history in (HistoryMode.OWN, HistoryMode.GOLD) if of.dialogues else (HistoryMode.OWN,):
            for planner in PLANNERS:
                yield Line(of, None if planner == ORACLE else planner, history)
