"""The training databases under other names: `python -m training.data.renamed` (after `training.data.prepare`).

A network that has seen 124 databases knows their names by heart. Here most words of a database's names become words of
other databases' names, the same ones in its schema and in every question about it: what a question names is still
named, and only that helps. Writes `rows-<source>_renamed<seed>-train.pkl.xz`: another seed, other names.
"""

import logging
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.datasets.choosing import data_folder
from services.contracts.frozen import Frozen
from services.contracts.models import Mention, RankedTable
from services.contracts.schema import Column, ColumnRef, ForeignKey, Schema, Table
from services.contracts.sketch import (
    ColumnPair,
    Edge,
    SourceColumn,
    Star,
    TableSource,
    rebuilt,
)
from services.planner.learned.name_words import PART, parts, stem
from services.planner.learned.pieces import WordPieces
from training.command_line import command_line, show_progress
from training.data.dialogues import ASKED, read_dialogues, validation_databases
from training.data.linked import LinkedDialogue, LinkedTurn, linked_dialogues
from training.data.prepared import rows_of, write_rows

_WORD = re.compile(r"[^\W_]+")
_RENAMED = 0.7  # of the words that may be
_SHORTEST = 4
log = logging.getLogger("training")
# Words that say of what kind a column is, whatever the database is about.
_KEPT = frozenset(
    stem(word)
    for word in """
    name date year month day time code number type kind status first last title description total amount
    price cost count average rate rating rank score level size length weight height age from start begin end other
    details detail email mail phone address city country state region location place home value quantity percent
    percentage full short long hour minute second result point points official local common
    """.split()  # noqa: SIM905
)


def may_be_renamed(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and word.isascii() and stem(word) not in _KEPT


def words_of_names(schema: Schema) -> set[str]:
    names = [table.name for table in schema.tables]
    names += [column.name for table in schema.tables for column in table.columns]
    return {word for name in names for word in parts(name) if may_be_renamed(word)}


@dataclass(frozen=True)
class Renaming:
    """`words`: by the stem of a word of this database's names the word in its place."""

    words: dict[str, str]

    @classmethod
    def drawn(cls, schema: Schema, pool: Sequence[str], random_state: random.Random) -> "Renaming":
        """With words of the pool in the place of most of the schema's, no two by the same one."""
        own = sorted({stem(word) for word in words_of_names(schema)})
        others = [word for word in pool if stem(word) not in own]
        random_state.shuffle(others)
        new = {stem(word): word for word in others}.values()
        chosen = (each for each in own if random_state.random() < _RENAMED)
        renaming = cls(dict(zip(chosen, new, strict=False)))
        while alike := renaming._made_alike(schema):
            renaming = cls({word: new for word, new in renaming.words.items() if word not in alike})
        return renaming

    def _made_alike(self, schema: Schema) -> set[str]:
        """The stems of names that would no longer be told apart, such as plant and planting."""
        scopes = [[table.name for table in schema.tables]]
        scopes += [[column.name for column in table.columns] for table in schema.tables]
        alike: set[str] = set()
        for names in scopes:
            counts = Counter(self.identifier(name).lower() for name in names)
            twice = (name for name in names if counts[self.identifier(name).lower()] > 1)
            alike |= {stem(word) for name in twice for word in parts(name)}
        return alike & set(self.words)

    def identifier(self, name: str) -> str:
        return PART.sub(lambda part: self._word(part[0]) or part[0], name)

    def _word(self, word: str) -> str | None:
        """In the same number and case; None for one that stays."""
        lower = word.lower()
        new = self.words.get(stem(lower)) if may_be_renamed(lower) else None
        if new is None:
            return None
        if lower.endswith("s") and not lower.endswith("ss") and stem(lower) != lower:
            new = _plural(new)
        if word.isupper():
            return new.upper()
        return new.capitalize() if word[0].isupper() else new

    def question(self, text: str, kept: Iterable[tuple[int, int]]) -> tuple[str, "Shift"]:
        """But for what stands in the spans `kept`: stored values are as they are."""
        spans = list(kept)
        pieces: list[str] = []
        moves: list[tuple[int, int]] = []
        end = 0
        for match in _WORD.finditer(text):
            new = self._word(match[0])
            if new is None or any(start < match.end() and match.start() < stop for start, stop in spans):
                continue
            pieces += [text[end : match.start()], new]
            end = match.end()
            moves.append((end, len(new) - len(match[0])))
        return "".join((*pieces, text[end:])), Shift(tuple(moves))

    def node(self, node: Frozen) -> Frozen:
        """The node, and all below it, under the new names."""
        changed = rebuilt(node, self.node)
        name = self.identifier
        match changed:
            case Table() | Column():
                return changed.model_copy(update={"name": name(changed.name)})
            case ColumnRef():
                return changed.model_copy(
                    update={"table": name(changed.table), "column": name(changed.column)}
                )
            case ForeignKey():
                return changed.model_copy(
                    update={
                        "table": name(changed.table),
                        "ref_table": name(changed.ref_table),
                        "columns": tuple(map(name, changed.columns)),
                        "ref_columns": tuple(map(name, changed.ref_columns)),
                    }
                )
            case RankedTable():
                return changed.model_copy(update={"table": name(changed.table)})
            case SourceColumn():
                return changed.model_copy(
                    update={"source": name(changed.source), "column": name(changed.column)}
                )
            case Star(source=str(source)):
                return changed.model_copy(update={"source": name(source)})
            case TableSource():
                return changed.model_copy(update={"name": name(changed.name), "table": name(changed.table)})
            case Edge() | ColumnPair():
                return changed.model_copy(update={"left": name(changed.left), "right": name(changed.right)})
            case _:
                return changed


@dataclass(frozen=True)
class Shift:
    """Where the characters of a question went: behind `end` all are moved by so many."""

    moves: tuple[tuple[int, int], ...]

    def __call__(self, place: int) -> int:
        return place + sum(by for end, by in self.moves if end <= place)


def _plural(word: str) -> str:
    if word.endswith("s"):
        return word
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"


def renamed_dialogue(dialogue: LinkedDialogue, renaming: Renaming) -> LinkedDialogue:
    """Its questions, schema, links and sketches; what a reference says as SQL is left out."""
    kept: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, turn in enumerate(dialogue.turns, start=1):
        links = turn.links
        mentions = [link.mention for link in (*links.values, *links.possible)]
        for mention in (*mentions, *links.unmatched):
            kept[mention.turn or number].append((mention.start, mention.end))
    said = [
        renaming.question(turn.question, kept[number]) for number, turn in enumerate(dialogue.turns, start=1)
    ]
    turns = (_turn(turn, number, renaming, said) for number, turn in enumerate(dialogue.turns, start=1))
    return replace(dialogue, source=f"{dialogue.source}_renamed", turns=tuple(turns))


def _turn(turn: LinkedTurn, number: int, renaming: Renaming, said: Sequence[tuple[str, Shift]]) -> LinkedTurn:
    def moved(node: Frozen) -> Frozen:
        if isinstance(node, Mention):
            shift = said[(node.turn or number) - 1][1]
            return node.model_copy(update={"start": shift(node.start), "end": shift(node.end)})
        return node if isinstance(node, Schema) else rebuilt(node, moved)

    sketch = None if turn.sketch is None else rebuilt(turn.sketch, renaming.node)
    links = rebuilt(rebuilt(turn.links, renaming.node), moved)
    return replace(turn, question=said[number - 1][0], sql="", sketch=sketch, links=links)


def renamings(schemas: Mapping[str, Schema], seed: int) -> dict[str, Renaming]:
    """One for each database, with words of all of them."""
    pool = sorted({word for schema in schemas.values() for word in words_of_names(schema)})
    return {
        name: Renaming.drawn(schema, pool, random.Random(f"{name} {seed}"))
        for name, schema in schemas.items()
    }


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("sources", nargs="*", default=ASKED, help=f"of {', '.join(ASKED)} (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokenizer", type=Path, default=Path("models/planner/tokenizer.json"))
    parser.add_argument("--cache", type=Path, default=Path(".turnwise/training"))
    arguments = parser.parse_args()
    show_progress()
    data = data_folder()
    held_out = validation_databases(data)
    dialogues = [
        dialogue
        for source in ASKED
        for dialogue in linked_dialogues(
            data, arguments.cache / f"linked-{source}.pkl", read_dialogues(data, source)
        )
        if dialogue.database_id not in held_out
    ]
    renaming = renamings(
        {each.database_id: each.turns[0].links.snapshot for each in dialogues}, arguments.seed
    )
    pieces = WordPieces.from_file(arguments.tokenizer)
    for source in arguments.sources:
        failures: Counter[str] = Counter()
        rows = [
            row
            for dialogue in dialogues
            if dialogue.source == source
            for row in rows_of(renamed_dialogue(dialogue, renaming[dialogue.database_id]), pieces, failures)
        ]
        write_rows(rows, arguments.cache / f"rows-{source}_renamed{arguments.seed}-train.pkl.xz")
        log.info("%s: %d rows under other names; left out: %s", source, len(rows), dict(failures))


if __name__ == "__main__":
    main()
