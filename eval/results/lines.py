"""The lines of the results table: what is measured, in the order of the page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.oracle import NO_PLANNER
from eval.rows import HistoryMode, Oracle
from services.contracts.errors import InvalidRequest

ORACLE, NO_PLAN = "oracle plan", "no plan"
COMPILER, LLM = "compiler", "llm"


@dataclass(frozen=True, slots=True)
class Measured:
    """A data set as `--data` and `--dbs` name it. `dialogues`: whether it has more than single questions.

    `generator`: what writes the SQL in its section of the page.
    """

    title: str
    data: str
    dbs: tuple[str, ...] = ()
    dialogues: bool = True
    generator: str = COMPILER


SETS = (
    Measured("CoSQL, validation split", "cosql:validation"),
    Measured("SParC, validation split", "sparc:validation"),
    Measured("Spider test", "spider:test", dialogues=False),
    Measured("Pet shop", "pet_shop", ("pet_shop.sqlite",)),
    Measured("CoSQL, validation split, the tiny language model", "cosql:validation", generator=LLM),
    Measured("SParC, validation split, the tiny language model", "sparc:validation", generator=LLM),
)
PLANNERS = ("lexical", "learned", ORACLE)


@dataclass(frozen=True, slots=True)
class Adapter:
    """A language model as generator: the name it is served by, the format it is asked in, and the adapter that is
    asked again where its SQL fails; empty: nobody is."""

    name: str
    format: str
    repairs: str = ""

    @property
    def environment(self) -> Mapping[str, str]:
        """The settings that make it this one; the server and its limits are the user's own settings."""
        again = {"TURNWISE_LLM_GENERATOR_REPAIR_MODEL": self.repairs} if self.repairs else {}
        return again | {
            "TURNWISE_LLM_GENERATOR_MODEL": self.name,
            "TURNWISE_LLM_GENERATOR_FORMAT": self.format,
            "TURNWISE_CONVERSATION_REPAIR_ROUNDS": "1" if self.repairs else "0",
        }


# The adapters of training/configs/tiny-*.yaml and the planners they are measured with, the one to beat first.
TINY = (
    (Adapter("tiny-direct", "direct"), NO_PLANNER),
    (Adapter("tiny-brief", "brief"), NO_PLANNER),
    (Adapter("tiny-plan", "plan"), "learned"),
    (Adapter("tiny-plan", "plan"), ORACLE),
    (Adapter("tiny-plan", "plan", repairs="tiny-repair"), "learned"),
    (Adapter("tiny-plan-merged", "plan"), "learned"),
    (Adapter("tiny-plan-grpo", "plan"), "learned"),
    (Adapter("tiny-plan-grpo", "plan"), ORACLE),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One run. `planner` is None where the oracle plan stands in its place; `adapter` where the compiler writes."""

    of: Measured
    planner: str | None
    history: HistoryMode
    adapter: Adapter | None = None

    @property
    def oracle(self) -> tuple[Oracle, ...]:
        return () if self.planner else (Oracle.PLAN,)

    @property
    def environment(self) -> Mapping[str, str]:
        return self.adapter.environment if self.adapter else {}

    @property
    def plans(self) -> bool:
        """Whether a planner is measured."""
        return self.planner not in (None, NO_PLANNER)

    @property
    def system(self) -> str:
        planner = NO_PLAN if self.planner == NO_PLANNER else self.planner or ORACLE
        if self.adapter is None:
            return planner
        again = f", {self.adapter.repairs}" if self.adapter.repairs else ""
        return f"{self.adapter.name}{again}, {planner}"

    @property
    def title(self) -> str:
        return f"{self.system}, {self.history} history" if self.of.dialogues else self.system

    @property
    def name(self) -> str:
        """Of its folder.

        >>> Line(SETS[0], "lexical", HistoryMode.OWN).name, Line(SETS[2], None, HistoryMode.OWN).name
        ('cosql-validation_lexical_own', 'spider-test_oracle-plan')
        """
        parts = [self.of.data.replace(":", "-"), self.system.replace(", ", "_").replace(" ", "-")]
        return "_".join([*parts, self.history.value] if self.of.dialogues else parts)

    def command(self, runs: Path, limit: int | None) -> str:
        """What makes this line alone."""
        words = [f"{name}={value}" for name, value in self.environment.items()]
        words += ["turnwise eval run --data", self.of.data, *(f"--dbs {each}" for each in self.of.dbs)]
        words += [f"--history {self.history}"] if self.of.dialogues else []
        words += [
            f"--planner {self.planner}" if self.planner else "--oracle plan",
            f"--generator {self.of.generator}",
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
            if of.generator == LLM:
                for adapter, planner in TINY:
                    yield Line(of, None if planner == ORACLE else planner, history, adapter)
                continue
            for planner in PLANNERS:
                yield Line(of, None if planner == ORACLE else planner, history)
