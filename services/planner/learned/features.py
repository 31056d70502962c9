"""One request as the numbers that the encoder reads. Training and serving build them here, so they cannot differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from services.contracts.models import PlanRequest
from services.contracts.schema import Column, ColumnRef, Schema
from services.contracts.sketch import Query
from services.planner.learned.actions import Inexpressible, actions_of, canonical
from services.planner.learned.candidates import Candidate, candidates
from services.planner.learned.name_words import parts, stem
from services.planner.learned.nodes import FLAGS, ORIGIN_FLAG, ROLE_FLAG, Features, Flag, Relation
from services.planner.learned.pieces import Spoken, WordPieces
from services.planner.learned.pointers import Pointers
from services.planner.learned.previous import Role, previous_sketch, roles_of
from services.planner.learned.window import columns_in_window, tables_in_window

FEATURES_VERSION = 2  # raised when the same request would give other numbers
MAX_COLUMNS = 160
_SEGMENT = 240  # word-pieces of one segment, at most; a wider table continues in another
_EARLIER_QUESTIONS = 2
_WORDS = 60  # of this question
_EARLIER_WORDS = 30  # of each earlier one


@dataclass(frozen=True)
class Prepared:
    features: Features
    pointers: Pointers
    candidates: tuple[Candidate, ...]
    previous: Query | None


def prepare(request: PlanRequest, pieces: WordPieces, *, extra: Sequence[Candidate] = ()) -> Prepared:
    """`extra` candidates stand for literals that training knows and the question's words do not give."""
    previous = previous_sketch(request.history)
    schema = request.links.snapshot
    tables = tables_in_window(request.links, previous, most_columns=MAX_COLUMNS)
    columns = columns_in_window(request.links, tables, previous, most_columns=MAX_COLUMNS)
    found = (*candidates(request.question, request.history, request.links, previous), *extra)
    pointers = Pointers(schema, tables, columns, tuple(candidate.value for candidate in found))
    builder = _Builder(request, pieces, pointers, found, previous)
    return Prepared(builder.features(), pointers, found, previous)


@lru_cache(maxsize=50_000)
def _name(identifier: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of an identifier and their stems."""
    words = parts(identifier) or (identifier.lower(),)
    return words, tuple(stem(word) for word in words)


class _Text:
    """Segments of word-pieces in the making, and where each node stands in them."""

    def __init__(self, pieces: WordPieces) -> None:
        self._pieces = pieces
        self._start = 0
        self.tokens: list[int] = []
        self.lengths: list[int] = []
        self.spans: list[tuple[int, int]] = []

    @property
    def length(self) -> int:
        """Of the open segment."""
        return len(self.tokens) - self._start

    def open(self) -> None:
        self._start = len(self.tokens)
        self.tokens.append(self._pieces.cls)

    def close(self) -> None:
        self.tokens.append(self._pieces.sep)
        self.lengths.append(self.length)

    def words(self, *words: str) -> None:
        for word in words:
            self.tokens.extend(self._pieces.of(word))

    def node(self, *words: str) -> None:
        """A node that the encoder has no pieces for stands for the piece before it."""
        start = len(self.tokens)
        self.words(*words)
        self.spans.append((start, len(self.tokens)) if len(self.tokens) > start else (start - 1, start))


class _Builder:
    def __init__(
        self,
        request: PlanRequest,
        pieces: WordPieces,
        pointers: Pointers,
        found: Sequence[Candidate],
        previous: Query | None,
    ) -> None:
        self.request = request
        self.schema: Schema = request.links.snapshot
        self.pieces = pieces
        self.pointers = pointers
        self.candidates = found
        self.previous = previous
        earlier = request.history[-_EARLIER_QUESTIONS:][::-1]
        self.questions = [Spoken(request.question, 0, most_words=_WORDS)] + [
            Spoken(turn.question, back, most_words=_EARLIER_WORDS)
            for back, turn in enumerate(earlier, start=1)
        ]
        self.first_value = len(pointers.tables) + len(pointers.columns)
        self.first_word = self.first_value + len(found)
        self.nodes = self.first_word + sum(len(question.words) for question in self.questions)
        self.flags = np.zeros((self.nodes, FLAGS), dtype=np.uint8)
        self.pairs: list[tuple[int, int, int]] = []

    def features(self) -> Features:
        text = self._text()
        self._match_names()
        self._link_values()
        self._describe_tables()
        self._describe_columns()
        self._describe_values()
        self._join_keys()
        previous = self._previous_actions()
        counts = (len(self.pointers.tables), len(self.pointers.columns), len(self.candidates))
        kinds = np.repeat(np.arange(4), (*counts, self.nodes - sum(counts)))
        owner = np.full(self.nodes, -1, dtype=np.int64)
        owner[counts[0] : counts[0] + counts[1]] = [table for table, _ in self.pointers.columns]
        # The first writer of a pair wins: names before links before keys.
        pairs = {(a, b): r for a, b, r in reversed(self.pairs)}
        return Features(
            tokens=np.array(text.tokens, dtype=np.int64),
            segments=np.array(text.lengths, dtype=np.int64),
            spans=np.array(self._spans(text), dtype=np.int64),
            kinds=kinds,
            owner=owner,
            flags=self.flags,
            pairs=np.array([(a, b, r) for (a, b), r in pairs.items()], dtype=np.int64).reshape(-1, 3),
            previous=np.array(previous, dtype=np.int64),
        )

    # ------------------------------------------------------------------------------------------------- pieces

    def _text(self) -> "_Text":
        """Questions, then each table with its columns; `spans` in that order."""
        text = _Text(self.pieces)
        for question in self.questions:
            text.open()
            for word in question.words:
                text.node(word)
            text.close()
        for place, table in enumerate(self.pointers.tables):
            text.open()
            text.node(*_name(table)[0])
            for action in self.pointers.columns_of[place]:
                if text.length > _SEGMENT:
                    text.close()
                    text.open()
                    text.words(*_name(table)[0])
                text.words(",")
                text.node(*_name(self.pointers.column(action)[1])[0])
            text.close()
        return text

    def _spans(self, text: "_Text") -> list[tuple[int, int]]:
        """In the order of the nodes."""
        words = text.spans[: self.nodes - self.first_word]
        names = iter(text.spans[len(words) :])
        tables: list[tuple[int, int]] = []
        columns: list[tuple[int, int]] = []
        for place in range(len(self.pointers.tables)):
            tables.append(next(names))
            columns += [next(names) for _ in self.pointers.columns_of[place]]
        values = [self._said(candidate, words) for candidate in self.candidates]
        return [*tables, *columns, *values, *words]

    def _said(self, candidate: Candidate, words: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """The pieces of its mention; [0, 1), the piece of the whole text, where it is not said."""
        places = self._places(candidate)
        return (words[places[0]][0], words[places[-1]][1]) if places else (0, 1)

    def _places(self, candidate: Candidate) -> list[int]:
        """The words of its mention, counted through all questions."""
        if candidate.said is None:
            return []
        first = 0
        for question in self.questions:
            if question.back == candidate.said.back:
                inside = question.within(candidate.said.start, candidate.said.end)
                return [first + place for place in inside]
            first += len(question.words)
        return []

    # -------------------------------------------------------------------------------------------------- names

    def _match_names(self) -> None:
        for node, table in enumerate(self.pointers.tables):
            self._match(node, _name(table)[1], is_table=True)
        for place, (_, column) in enumerate(self.pointers.columns):
            self._match(len(self.pointers.tables) + place, _name(column)[1], is_table=False)

    def _match(self, node: int, stems: tuple[str, ...], *, is_table: bool) -> None:
        whole = (
            (Relation.NAMED_TABLE, Relation.TABLE_NAMED)
            if is_table
            else (
                Relation.NAMED_COLUMN,
                Relation.COLUMN_NAMED,
            )
        )
        part = (
            (Relation.PART_TABLE, Relation.TABLE_PART)
            if is_table
            else (
                Relation.PART_COLUMN,
                Relation.COLUMN_PART,
            )
        )
        wanted = {word for word in stems if word not in _SMALL_WORDS and (len(word) > 1 or len(stems) == 1)}
        first = self.first_word
        for question in self.questions:
            now = question.back == 0
            runs = _runs(question.stems, stems)
            for place in (place for run in runs for place in run):
                self._relate(first + place, node, whole)
                self.flags[node, Flag.NAMED if now else Flag.NAMED_BEFORE] = 255
            for place, word in enumerate(question.stems):
                if word in wanted:
                    self._relate(first + place, node, part)
                    self.flags[node, Flag.PARTLY_NAMED if now else Flag.PARTLY_NAMED_BEFORE] = 255
            first += len(question.words)

    def _relate(self, node: int, other: int, both: tuple[Relation, Relation]) -> None:
        self.pairs.append((node, other, both[0]))
        self.pairs.append((other, node, both[1]))

    # ------------------------------------------------------------------------------------------------- values

    def _link_values(self) -> None:
        for number, candidate in enumerate(self.candidates):
            node = self.first_value + number
            places = [self.first_word + place for place in self._places(candidate)]
            for place in places:
                self._relate(place, node, (Relation.MENTIONS, Relation.MENTIONED))
            for ref, score in candidate.columns:
                column = self._column_node(ref)
                if column is None:
                    continue
                self._relate(column, node, (Relation.HOLDS, Relation.HELD))
                for place in places:
                    self._relate(place, column, (Relation.WORD_HOLDS, Relation.HOLDS_WORD))
                if candidate.said is not None:
                    flag = Flag.LINKED_BEFORE if candidate.said.back else Flag.LINKED
                    owner = self.pointers.columns[column - len(self.pointers.tables)][0]
                    for held in (column, owner):
                        self.flags[held, flag] = max(self.flags[held, flag], _byte(score))

    def _column_node(self, ref: ColumnRef) -> int | None:
        action = self.pointers.column_action.get((ref.table.lower(), ref.column.lower()))
        return None if action is None else action - self.pointers.first_table

    def _describe_values(self) -> None:
        for number, candidate in enumerate(self.candidates):
            flags = self.flags[self.first_value + number]
            value = candidate.value
            flags[ORIGIN_FLAG[candidate.origin]] = 255
            flags[Flag.NUMERIC_VALUE] = 255 * isinstance(value, int | float)
            flags[Flag.INTEGER_VALUE] = 255 * isinstance(value, int)
            flags[Flag.LIKE_A_YEAR] = 255 * (isinstance(value, int) and 1500 < value < 2100)
            flags[Flag.IN_PREVIOUS] = 255 * candidate.in_previous
            flags[Flag.LINKED] = max((_byte(score) for _, score in candidate.columns), default=0)
            if candidate.said is not None:
                flags[Flag.SAID_BEFORE if candidate.said.back else Flag.SAID_NOW] = 255
        first = self.first_word
        for question in self.questions:
            self.flags[first : first + len(question.words), Flag.WORD_NOW + question.back] = 255
            first += len(question.words)
        self.flags[:, Flag.HAS_PREVIOUS] = 255 * (self.previous is not None)

    # ------------------------------------------------------------------------------------------------- schema

    def _describe_tables(self) -> None:
        scores = {ranked.table: ranked.score for ranked in self.request.links.tables}
        used = roles_of(self.previous).tables if self.previous is not None else frozenset()
        for node, name in enumerate(self.pointers.tables):
            table = self.schema.table(name)
            self.flags[node, Flag.RANK] = _byte(scores.get(name, 0.0))
            self.flags[node, Flag.VIEW] = 255 * (table is not None and table.view)
            if name.lower() in used:
                self.flags[node, ROLE_FLAG[Role.SOURCE]] = 255

    def _describe_columns(self) -> None:
        scores = {ranked.column: ranked.score for ranked in self.request.links.columns}
        roles = roles_of(self.previous).columns if self.previous is not None else {}
        foreign = {(key.table, column) for key in self.schema.foreign_keys for column in key.columns}
        for place, (owner, name) in enumerate(self.pointers.columns):
            table_name = self.pointers.tables[owner]
            table = self.schema.table(table_name)
            column = table.column(name) if table else None
            if column is None:
                raise ValueError(f"no column {name} in {table_name}")
            flags = self.flags[len(self.pointers.tables) + place]
            flags[Flag.RANK] = _byte(scores.get(ColumnRef(table=table_name, column=name), 0.0))
            flags[Flag.PRIMARY_KEY] = 255 * column.primary_key
            flags[Flag.FOREIGN_KEY] = 255 * ((table_name, name) in foreign)
            flags[Flag.UNIQUE] = 255 * column.unique
            flags[_type_of(column)] = 255
            for role in roles.get((table_name.lower(), name.lower()), ()):
                flags[ROLE_FLAG[role]] = 255

    def _join_keys(self) -> None:
        for key in self.schema.foreign_keys:
            left = self.pointers.table_action.get(key.table.lower())
            right = self.pointers.table_action.get(key.ref_table.lower())
            if left is None or right is None or left == right:
                continue
            one, other = left - self.pointers.first_table, right - self.pointers.first_table
            self._relate(one, other, (Relation.TABLE_REFERS, Relation.TABLE_REFERRED))
            for column, ref in zip(key.columns, key.ref_columns, strict=True):
                source = self._column_node(ColumnRef(table=key.table, column=column))
                target = self._column_node(ColumnRef(table=key.ref_table, column=ref))
                if source is not None and target is not None:
                    self._relate(source, target, (Relation.REFERS, Relation.REFERRED))

    def _previous_actions(self) -> list[int]:
        if self.previous is None:
            return []
        order = {name.lower(): place for place, name in enumerate(self.pointers.tables)}
        try:
            return actions_of(canonical(self.previous, order), self.pointers)
        except Inexpressible:
            return []


_SMALL_WORDS = frozenset(
    stem(word)
    for word in (
        *("of", "the", "a", "an", "in", "on", "at", "to"),
        *("for", "and", "or", "is", "by", "with", "id"),
    )
)


def _runs(said: Sequence[str], name: tuple[str, ...]) -> Iterator[range]:
    """Where the whole name is said."""
    for start in range(len(said) - len(name) + 1):
        if tuple(said[start : start + len(name)]) == name:
            yield range(start, start + len(name))


def _byte(score: float) -> int:
    return round(255 * min(max(score, 0.0), 1.0))


def _type_of(column: Column) -> Flag:
    declared = column.type.upper()
    if any(word in declared for word in ("DATE", "TIME", "YEAR")):
        return Flag.TIME
    if any(word in declared for word in ("INT", "REAL", "NUM", "DEC", "FLOA", "DOUB", "MONEY", "BIT")):
        return Flag.NUMBER
    if column.samples and all(isinstance(value, int | float) for value in column.samples):
        return Flag.NUMBER
    return Flag.TEXT
