"""What no training row may hold: databases that are kept for evaluation, and the questions and SQL asked of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.datasets.choosing import FILES, VALIDATION_LIST, read_data_set, read_ids
from eval.datasets.reference import ReferenceTurn, hash_of
from training.data.written import FOLDER as WRITTEN

# The 40th database of Spider's test, whose questions are not in every copy of that file.
_TEST_WITHOUT_QUESTIONS = frozenset({"aan_1"})
_BIRD = "bird:"  # whose databases have names of their own: its formula_1 is not Spider's
_TOKENS = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class HeldOut:
    """`questions` and `statements` as `normal_question` and `normal_sql` spell them: of both kinds of databases, and of
    BIRD's dev and mini-dev."""

    validation: frozenset[str]
    test: frozenset[str]
    questions: frozenset[str]
    statements: frozenset[str]

    def shows(self, questions: Iterable[str], statements: Iterable[str]) -> str:
        """What of these is also asked of a database that is held out; empty: nothing."""
        if any(normal_question(each) in self.questions for each in questions):
            return "a question of a held-out database"
        if any(normal_sql(each) in self.statements for each in statements if each):
            return "SQL of a held-out database"
        return ""

    @property
    def hash(self) -> str:
        return hash_of(
            [*sorted(self.validation), *sorted(self.test), *sorted(self.questions | self.statements)]
        )


def held_out(folder: Path, own: Iterable[ReferenceTurn], validation: Iterable[str]) -> HeldOut:
    """Of every published set below the data folder. `own`: rows of other sets; `validation`: databases to keep out
    beside those that the folder and the one of the written databases list. Raises InvalidRequest for a set that cannot
    be read.
    """
    lists = (each / VALIDATION_LIST for each in (folder, WRITTEN))
    kept = frozenset(validation).union(*(read_ids(listed) for listed in lists if listed.is_file()))
    published = {words: tuple(read_data_set(words, folder).rows) for words in _published(folder)}
    bird = [row for words, rows in published.items() if words.startswith(_BIRD) for row in rows]
    spider = {words: rows for words, rows in published.items() if not words.startswith(_BIRD)}
    tests = (rows for words, rows in spider.items() if ":train" not in words)
    test = frozenset(row.database_id for rows in tests for row in rows) | _TEST_WITHOUT_QUESTIONS
    away = kept | test
    rows = bird + [row for rows in (*spider.values(), own) for row in rows if row.database_id in away]
    return HeldOut(
        kept,
        test,
        frozenset(normal_question(row.question) for row in rows),
        frozenset(normal_sql(row.gold_sql) for row in rows if row.gold_sql),
    )


def _published(folder: Path) -> Iterator[str]:
    for family in ("cosql", "sparc", "spider", "spider_syn", "bird"):
        yield from (f"{family}:{split}" for split, file in FILES[family].items() if (folder / file).is_file())


def normal_question(text: str) -> str:
    """
    >>> normal_question("How many  are there?") == normal_question("how many are there")
    True
    """
    return " ".join(re.findall(r"\w+", text.lower()))


def normal_sql(sql: str) -> str:
    """
    >>> normal_sql('SELECT count( * ) FROM t WHERE a = "x";')
    "select count ( * ) from t where a = ' x '"
    """
    return " ".join(_TOKENS.findall(sql.lower().replace('"', "'").rstrip("; \n")))
