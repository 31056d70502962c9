"""Where a question names tables and columns of the schema, however it spells them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.contracts.schema import ColumnRef
from services.planner.lexical.likeness import EQUAL, joined_likeness, likeness
from services.planner.lexical.names import ColumnName, SchemaNames
from services.planner.vocabulary import FUNCTION_WORDS, word_set
from services.planner.words import Word, stem

_LONGEST_NAME = 5  # words of a question that stand for one name
_INNER = frozenset(("of", "the", "in"))
_COUNTED = frozenset(("number", "num", "no", "count", "total"))
_AFFIXES = word_set("name id code no number num type text value date on at ref")
_LEAST = 0.5
_STRONG = 0.9
_SAID_LESS = 0.95  # the table's name stands in for a part of the column's


@dataclass(frozen=True, slots=True)
class ColumnCandidate:
    ref: ColumnRef
    score: float


@dataclass(frozen=True, slots=True)
class TableCandidate:
    table: str
    score: float


@dataclass(frozen=True, slots=True, eq=False)  # a span is itself alone, and cheap to look up
class SchemaSpan:
    """Words `first` to `end` (exclusive) name a table, a column, or either; `words` are as many as it explains."""

    first: int
    end: int
    text: str
    words: int
    tables: tuple[TableCandidate, ...] = ()
    columns: tuple[ColumnCandidate, ...] = ()

    @property
    def table_score(self) -> float:
        return self.tables[0].score if self.tables else 0.0

    @property
    def column_score(self) -> float:
        return self.columns[0].score if self.columns else 0.0

    @property
    def score(self) -> float:
        return max(self.table_score, self.column_score)


_Named = tuple[tuple[TableCandidate, ...], tuple[ColumnCandidate, ...]]


def name_spans(words: Sequence[Word], names: SchemaNames) -> Iterator[SchemaSpan]:
    """Every reading of a run of words as a name; they overlap."""
    finder = _Finder(words, names)
    for first in range(len(words)):
        for end in range(first + 1, min(first + _LONGEST_NAME, len(words)) + 1):
            if finder.may_name(first, end):
                yield from finder.span(range(first, end), end)
        yield from finder.elliptic(first)


class _Finder:
    def __init__(self, words: Sequence[Word], names: SchemaNames) -> None:
        self._words = words
        self._names = names
        self._likes = [self._parts_like(word) for word in words]
        # What the same words named before in this question: a long one repeats itself.
        self._found: dict[tuple[object, ...], _Named] = {}

    def may_name(self, first: int, end: int) -> bool:
        window = self._words[first:end]
        if window[0].lower in FUNCTION_WORDS or window[-1].lower in FUNCTION_WORDS:
            return False
        return all(
            word.lower in _INNER
            or (
                word.lower not in FUNCTION_WORDS and not word.quoted and not word.stop and word.number is None
            )
            for word in window
        )

    def span(self, window: Sequence[int], end: int) -> Iterator[SchemaSpan]:
        """The names of the words at `window`, as a span that ends at `end`."""
        carrying = [place for place in window if self._words[place].lower not in FUNCTION_WORDS]
        inner = len(carrying) < len(window)
        said = (inner, *(self._words[place].lower for place in carrying))
        if said not in self._found:
            tables = () if inner else self._tables(carrying)
            self._found[said] = (tables, self._columns(carrying, inner=inner))
        tables, columns = self._found[said]
        if tables or columns:
            text = " ".join(self._words[place].text for place in window)
            yield SchemaSpan(window[0], end, text, len(window), tables, columns)

    def elliptic(self, first: int) -> Iterator[SchemaSpan]:
        """'first' of 'first and last name': the noun is said once, after the last of the listed words."""
        if first + 3 >= len(self._words) or self._words[first + 1].lower not in {"and", "or"}:
            return
        if not (self.may_name(first, first + 1) and self.may_name(first + 2, first + 4)):
            return
        listed = [
            span for span in self.span([first + 2, first + 3], first + 4) if span.column_score >= _STRONG
        ]
        if listed:
            found = self.span([first, first + 3], first + 1)
            yield from (span for span in found if span.column_score >= _STRONG)

    def _parts_like(self, word: Word) -> dict[str, float]:
        """Parts of names that are like the word. Guesses are made only about a word that no name holds."""
        if word.quoted or word.stop or word.number is not None or len(word.lower) < 2:
            return {}
        scored = {part: likeness(word.lower, part) for part in self._names.vocabulary}
        equal = any(score == EQUAL for score in scored.values())
        return {part: score for part, score in scored.items() if score >= (EQUAL if equal else _LEAST)}

    def _tables(self, window: Sequence[int]) -> tuple[TableCandidate, ...]:
        tables = {table for part in self._likes[window[0]] for table in self._names.tables_with(part)}
        scored = ((self._cover(window, self._names.tables[table], ()), table) for table in sorted(tables))
        found = [TableCandidate(table, score) for score, table in scored if score >= _LEAST]
        return tuple(sorted(found, key=lambda candidate: -candidate.score))

    def _columns(self, window: Sequence[int], *, inner: bool) -> tuple[ColumnCandidate, ...]:
        found = {}
        for part in self._likes[window[0]]:
            for name in self._names.columns_with(part):
                found[name.ref] = self._column_score(window, name, inner=inner)
        if len(window) == 2:
            for name, score in self._joined(window):
                found[name.ref] = max(found.get(name.ref, 0.0), score)
        candidates = [ColumnCandidate(ref, score) for ref, score in found.items() if score >= _LEAST]
        return tuple(
            sorted(candidates, key=lambda candidate: (-candidate.score, self._names.place(candidate.ref)))
        )

    def _column_score(self, window: Sequence[int], name: ColumnName, *, inner: bool) -> float:
        """'names of stores' is two names, 'date of birth' one: around 'of' every word must be the column's own."""
        if inner and self._words[window[0]].lower in _COUNTED and name.words[0] not in _COUNTED:
            return 0.0
        score = self._cover(window, name.own, ()) if name.own != name.words else 0.0
        score = max(score, self._cover(window, name.words, ()))
        if inner:
            return score
        with_table = self._cover(window, name.own, name.table_words)
        if len(window) > 1 and with_table < _STRONG and self._is_verb(window[-1], name):
            with_table = 0.0  # 'which store opened' and 'what products cost' name rows and what they did
        all_said = len(window) >= len(name.words) and name.own == name.words
        return max(score, with_table if all_said else _SAID_LESS * with_table)

    def _is_verb(self, place: int, name: ColumnName) -> bool:
        """Of a word that is the column's only by half: a past form, or one that is no part of the name itself."""
        word = self._words[place].lower
        return word.endswith("ed") or not any(stem(word) == stem(part) for part in name.words)

    def _joined(self, window: Sequence[int]) -> Iterator[tuple[ColumnName, float]]:
        """Columns with a part that is both words in one: fname, custid."""
        lowers = [self._words[place].lower for place in window]
        for part in self._names.vocabulary:
            score = joined_likeness(lowers, part)
            if score:
                for name in self._names.columns_with(part):
                    if part in name.words:
                        yield name, score if len(name.own) == 1 else 0.9 * score

    def _cover(self, window: Sequence[int], own: Sequence[str], also: Sequence[str]) -> float:
        """Mean likeness of the words, less where the name says more than they do; 0 if one says something else."""
        total, covered = 0.0, set[str]()
        for place in window:
            likes = self._likes[place]
            best, part = max(((likes.get(p, 0.0), p) for p in own if p not in covered), default=(0.0, ""))
            if best > 0:
                covered.add(part)
            else:
                best = max((likes.get(p, 0.0) for p in also), default=0.0)
            if best == 0:
                return 0.0
            total += best
        if not covered:
            return 0.0
        weight = {part: 0.5 if part in _AFFIXES and len(own) > 1 else 1.0 for part in own}
        said = sum(weight[part] for part in covered) / sum(weight.values())
        return total / len(window) * (0.4 + 0.6 * said)
