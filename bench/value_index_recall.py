"""`python -m bench.value_index_recall [--limit N] [--left-out FILE]`: are the stored values that gold SQL needs linked?

Every literal of the gold SQL of CoSQL and SParC (validation databases) and Spider test, as often as it stands there.
A literal is found where a value link has its column and its value: whatever the case, numbers as numbers; a pattern of
LIKE where the link's value matches it, or is the part of it. A literal is known where a question of the dialogue says
it, or a word of it, or another form or name of it, and the database stores it; each other one is left out, with the
cause. Ends with 1 where a target is missed, unless the dialogues are limited.
"""

import argparse
import asyncio
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

import apsw
from rapidfuzz import fuzz

from bench.gold_queries import data_folder
from bench.report import progress_bar, show_figures, show_table
from services.contracts.catalogue import Catalogue, Database, open_readonly
from services.contracts.frozen import Cell
from services.contracts.models import Context, LinkRequest, Links, Turn, ValueLink
from services.contracts.plan import Plan, PlannedValue
from services.contracts.schema import Schema
from services.contracts.sql_plan import plan_from_sql
from services.value_index.code_lists import code_lists
from services.value_index.mentions import numbers
from services.value_index.text_entries import entry_key
from services.value_index.value_index import EmbeddedValueIndex
from services.value_index.words import stem, words_of
from training.data.dialogues import Dialogue, read_dialogues, validation_databases
from training.data.schemas import published_files

SOURCES = ("cosql", "sparc", "spider_test")
AT = (1, 5, 20)
SURE = 0.5  # the score from which a link says that a value is meant; below, that it might be
LEAST = {"known_share": 0.9, "of_known@5": 0.95, "of_known@20": 0.98}  # of all literals together
MOST_WRONG = 3.0  # links per turn with a score of SURE or more
NOW = datetime(2026, 1, 1)
_ALMOST = 80.0  # rapidfuzz's ratio from which a word is said with a slip or another ending


@dataclass(frozen=True, slots=True)
class Literal:
    """`rank` counts from 1; None: not linked. `left_out`: why nothing could know it."""

    source: str
    database_id: str
    column: str
    operator: str
    value: Cell
    questions: tuple[str, ...]
    rank: int | None
    left_out: str

    @property
    def text(self) -> bool:
        return isinstance(self.value, str)


@dataclass
class Tally:
    """What linking the turns of one source gave."""

    literals: list[Literal]
    turns: int = 0
    unread: int = 0  # turns whose gold SQL is no plan, or that have no database
    wrong: int = 0
    wrong_sure: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--limit", type=int, default=0, help="dialogues of each source; 0: all")
    parser.add_argument(
        "--left-out", type=Path, help="write each literal that is left out here, with its cause"
    )
    parser.add_argument(
        "--missed", type=Path, help="write each known literal that is not among the first 5 here"
    )
    arguments = parser.parse_args()
    try:
        folder = data_folder()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    milliseconds: list[float] = []
    tallies = asyncio.run(_linked(folder, arguments.limit, milliseconds))
    literals = [literal for tally in tallies.values() for literal in tally.literals]
    _write(arguments.left_out, [literal for literal in literals if literal.left_out])
    _write(arguments.missed, [each for each in literals if not each.left_out and not _found(each, 5)])
    missed = missed_targets(_show(tallies, milliseconds))
    print(*missed, sep="\n", end="\n" if missed else "", file=sys.stderr)
    return 1 if missed and not arguments.limit else 0


# ------------------------------------------------------------------------------------------------------- linking


async def _linked(folder: Path, limit: int, milliseconds: list[float]) -> Mapping[str, Tally]:
    held_out, files = validation_databases(folder), published_files(folder)
    index = EmbeddedValueIndex(Catalogue.of(files))
    tallies = {source: Tally([]) for source in SOURCES}
    with progress_bar() as progress:
        for source in SOURCES:
            dialogues = [
                dialogue
                for dialogue in read_dialogues(folder, source)
                if source == "spider_test" or dialogue.database_id in held_out
            ]
            dialogues = dialogues[: limit or None]
            # Sorted, so that a database is read once.
            dialogues.sort(key=lambda dialogue: dialogue.database_id)
            for dialogue in progress.track(dialogues, description=source):
                if dialogue.database_id in files:
                    await _link(dialogue, index, files, tallies[source], milliseconds)
                else:
                    tallies[source].turns += len(dialogue.turns)
                    tallies[source].unread += len(dialogue.turns)
    return tallies


async def _link(
    dialogue: Dialogue,
    index: EmbeddedValueIndex,
    files: Mapping[str, Path],
    tally: Tally,
    milliseconds: list[float],
) -> None:
    schema = await index.schema(dialogue.database_id)
    stored = _Stored(dialogue.database_id, files[dialogue.database_id])
    history: list[Turn] = []
    for number, gold in enumerate(dialogue.turns, start=1):
        request = LinkRequest(
            question=gold.question[:4000],
            database_id=dialogue.database_id,
            history=tuple(history),
            context=Context(now=NOW),
        )
        started = time.perf_counter()
        links = await index.link(request)
        milliseconds.append(1000 * (time.perf_counter() - started))
        history.append(Turn(number=number, question=gold.question))
        questions = tuple(turn.question for turn in history)
        tally.turns += 1
        plan = plan_from_sql(gold.sql, schema)
        if not isinstance(plan, Plan):
            tally.unread += 1
            continue
        tally.literals += (
            Literal(
                source=dialogue.source,
                database_id=dialogue.database_id,
                column=str(value.column),
                operator=value.operator,
                value=value.value,
                questions=questions,
                rank=_rank(value, links),
                left_out=_cause(value, questions, stored, schema),
            )
            for value in plan.values
            if value.value is not None
        )
        ranked = _ranked(links)
        needed = [link for link in ranked if any(_is(value, link) for value in plan.values)]
        wrong = [link for link in ranked if link not in needed]
        tally.wrong += len(wrong)
        tally.wrong_sure += sum(link.score >= SURE for link in wrong)


def _rank(value: PlannedValue, links: Links) -> int | None:
    return next((rank for rank, link in enumerate(_ranked(links), start=1) if _is(value, link)), None)


def _ranked(links: Links) -> list[ValueLink]:
    """All of them, the less sure ones among the others by their scores."""
    return sorted((*links.values, *links.possible), key=lambda link: -link.score)


def _is(value: PlannedValue, link: ValueLink) -> bool:
    if str(value.column).lower() != str(link.column).lower():
        return False
    if isinstance(value.value, str) and isinstance(link.value, str):
        wanted, found = _plain(value.value), _plain(link.value)
        if "like" in value.operator or "%" in wanted:
            pattern = _pattern(wanted) if link.part is False else wanted.strip("%")
            return fnmatchcase(found, pattern) or found.strip() == wanted.strip("% ")
        return wanted == found
    return _number(value.value) == _number(link.value) is not None


# ------------------------------------------------------------------------------------------------ what can be known


class _Stored:
    """Asks what one database stores."""

    def __init__(self, database_id: str, file: Path) -> None:
        self._database = Database(database_id, file)
        self.holds = cache(self._holds)

    def _holds(self, table: str, column: str, value: Cell, operator: str) -> bool:
        """As SQLite compares, but whatever the case and the spaces at the ends."""
        name = '"' + column.replace('"', '""') + '"'
        test = (
            f"{name} LIKE ?" if "like" in operator else f"{name} = ? OR trim(lower({name})) = trim(lower(?))"
        )
        sql = f'SELECT 1 FROM "{table}" WHERE {test} LIMIT 1'
        parameters = (value,) if "like" in operator else (value, value)
        with closing(open_readonly(self._database)) as connection:
            try:
                return connection.execute(sql, parameters).get is not None
            except apsw.SQLError:
                return False


def _cause(value: PlannedValue, questions: Sequence[str], stored: _Stored, schema: Schema) -> str:
    """Empty where the literal can be known."""
    literal, column = value.value, value.column
    if isinstance(literal, str) and _plain(literal) in {"null", ""}:
        return "a NULL or nothing written as a text"
    if isinstance(literal, str) and value.operator.strip("not ") not in {"<", ">", "<=", ">=", "between"}:
        table = schema.table(column.table)
        if table is not None and not table.row_count:
            return "the table has no rows"
        if not stored.holds(column.table, column.column, literal, value.operator):
            return "the column stores no such text"
    said = "\n".join(questions)
    if isinstance(literal, str):
        return "" if _says(said, literal) else "no question says it"
    wanted = _number(literal)
    return "" if wanted in _said_numbers(said) else "no question says the number"


def _says(said: str, literal: str) -> bool:
    """Whether a question says the literal, one of its words in some form, or another name of it in a code list."""
    plain = _plain(literal).strip("% ")
    if re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", said.casefold()):
        return True
    words = words_of(said)
    keys, stems = {word.key for word in words}, {stem(word.folded) for word in words}
    if any(_almost(word.folded, keys, stems) for word in words_of(plain) if len(word.text) > 2):
        return True
    spaced = f" {' '.join(word.key for word in words)} "
    forms = (form for codes in code_lists() for form in codes.forms.get(entry_key(plain), ()))
    if any(f" {entry_key(form)} " in spaced for form in forms):
        return True
    initials = "".join(word.folded[0] for word in words_of(plain))
    return (len(initials) > 1 and initials in keys) or any(
        word.startswith(plain) for word in keys if len(plain) > 2
    )


def _almost(word: str, keys: set[str], stems: set[str]) -> bool:
    return stem(word) in stems or any(fuzz.ratio(word, key) >= _ALMOST for key in keys)


def _said_numbers(said: str) -> set[float]:
    found = {float(number.value) for number in numbers(said, words_of(said))}
    return found | {float(digits) for digits in re.findall(r"\d{1,15}(?:\.\d+)?", said.replace(",", ""))}


def _plain(text: str) -> str:
    return text.casefold().strip()


def _pattern(like: str) -> str:
    """LIKE's signs as those of fnmatch."""
    escaped = re.sub(r"([\[\]*?])", r"[\1]", like)
    return escaped.replace("%", "*").replace("_", "?")


def _number(value: Cell) -> float | None:
    try:
        return float(value) if isinstance(value, int | float | str) else None
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------------------ reporting


def _found(literal: Literal, at: int) -> bool:
    return literal.rank is not None and literal.rank <= at


def _figures(literals: Sequence[Literal]) -> dict[str, object]:
    known = [literal for literal in literals if not literal.left_out]

    def recall(among: Sequence[Literal], at: int) -> float:
        return round(sum(_found(literal, at) for literal in among) / max(1, len(among)), 4)

    return {
        "all": len(literals),
        **{f"of_all@{at}": recall(literals, at) for at in AT},
        "known": len(known),
        "known_share": round(len(known) / max(1, len(literals)), 4),
        **{f"of_known@{at}": recall(known, at) for at in AT},
    }


def _groups(tallies: Mapping[str, Tally]) -> Iterator[tuple[str, list[Literal]]]:
    every = [literal for tally in tallies.values() for literal in tally.literals]
    yield from ((source, tally.literals) for source, tally in tallies.items())
    yield "every", every
    yield "texts", [literal for literal in every if literal.text]
    yield "numbers", [literal for literal in every if not literal.text]


def missed_targets(figures: Mapping[str, Any]) -> list[str]:
    """The targets that the figures miss, for people."""
    found = [
        f"{name} is {figures['every'][name]}, below {least}"
        for name, least in LEAST.items()
        if figures["every"][name] < least
    ]
    wrong = figures["wrong_sure_links_per_turn"]
    return [*found, f"{wrong} wrong links per turn, above {MOST_WRONG}"] if wrong > MOST_WRONG else found


def _show(tallies: Mapping[str, Tally], milliseconds: Sequence[float]) -> dict[str, Any]:
    figures: dict[str, Any] = {name: _figures(literals) for name, literals in _groups(tallies)}
    first = next(iter(figures.values()))
    assert isinstance(first, dict)
    rows = [[name, *found.values()] for name, found in figures.items() if isinstance(found, dict)]
    show_table("Gold literals among the value links", ["source", *first], rows)
    causes = Counter(each.left_out for tally in tallies.values() for each in tally.literals if each.left_out)
    show_table("Left out", ["cause", "literals"], causes.most_common())
    turns = sum(tally.turns for tally in tallies.values())
    figures["left_out"] = dict(causes)
    figures["turns"] = turns
    figures["turns_unread"] = sum(tally.unread for tally in tallies.values())
    figures["wrong_links_per_turn"] = round(sum(tally.wrong for tally in tallies.values()) / turns, 3)
    figures["wrong_sure_links_per_turn"] = round(sum(t.wrong_sure for t in tallies.values()) / turns, 3)
    percent = quantiles(milliseconds, n=100, method="inclusive")
    figures["link_ms"] = {
        "mean": round(fmean(milliseconds), 2),
        "p50": round(percent[49], 2),
        "p99": round(percent[98], 2),
    }
    show_figures("value_index_recall", figures)
    return figures


def _write(file: Path | None, literals: Sequence[Literal]) -> None:
    if file is None:
        return
    grouped: dict[str, list[dict[str, object]]] = defaultdict(list)
    for literal in literals:
        grouped[literal.left_out or "missed"].append(
            {
                "source": literal.source,
                "database": literal.database_id,
                "literal": f"{literal.column} {literal.operator} {literal.value!r}",
                "rank": literal.rank,
                "questions": literal.questions[-3:],
            }
        )
    file.write_text(json.dumps(grouped, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
