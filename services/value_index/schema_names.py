"""How closely the words of a question match the names of the schema."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from services.contracts.schema import ColumnRef, Schema
from services.value_index.words import Word, folded, name_parts, singular, stem

Name = str | ColumnRef  # of a table, or of a column

_OTHER_FORM = 0.8  # the weight of a word of one stem with the name's: 'orders' for 'ordered'
_MISSPELT = 0.75  # the weight of a word that is nearly the name's: 'organisation', 'organization'
_MISSPELT_RATIO = 86.0  # rapidfuzz's ratio from which two words are nearly the same
_SHORTENED = 0.6  # the weight of a word that the name shortens: 'customer' for 'cust'
_SHORTEST_MISSPELT, _SHORTEST_SHORTENED = 5, 3
_WITHOUT_TABLE = 0.95  # 'name' for customers.customer_name
_ONE_WORD = 0.9  # 'first name' is closer to first_name than to name
_JOINED = 3  # words, at most, that a name may write as one: 'course name' for 'coursename'
_EMPTY_PARTS = frozenset(
    {*("a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "the", "to")}
)
_WEAK = 0.4  # what such a word weighs against another
_WEAK_PARTS = frozenset({"id", "code", "no", "nr", "num", "number", "type", "ref"})


@dataclass(frozen=True, slots=True)
class Closeness:
    """How much of each name is matched, from 0 to 1. A name that is missing is not matched at all."""

    names: Mapping[Name, float] = field(default_factory=dict)

    def of(self, name: Name) -> float:
        return self.names.get(name, 0.0)

    def of_both(self, column: ColumnRef) -> float:
        """Of a column together with its table."""
        return 0.7 * self.of(column) + 0.3 * self.of(column.table)

    def joined(self, other: "Closeness", *, weight: float) -> "Closeness":
        """Each name as close as here, or `weight` times as close as in `other` where that is more."""
        names = dict(self.names)
        for name, score in other.names.items():
            names[name] = max(names.get(name, 0.0), weight * score)
        return Closeness(names)


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One way to say a name: its words with their weights, which add up to 1."""

    name: Name
    weights: Mapping[str, float]
    at_best: float


class SchemaNames:
    """The names of a schema, prepared for matching."""

    def __init__(self, schema: Schema) -> None:
        self._spellings: dict[str, list[_Spelling]] = defaultdict(list)  # by word, as the next two
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._by_joined: dict[str, list[Name]] = defaultdict(list)
        self._stems: dict[Name, frozenset[str]] = {}
        for name, parts, table_parts in _names(schema):
            self._by_joined["".join(parts)].append(name)
            self._stems[name] = frozenset(stem(part) for part in parts)
            for spelling in _spellings(name, parts, table_parts):
                for part in spelling.weights:
                    self._spellings[part].append(spelling)
        for part in self._spellings:
            self._by_stem[stem(part)].append(part)
        self._long_words = sorted(word for word in self._spellings if len(word) >= _SHORTEST_MISSPELT)

    def explains(self, word: Word) -> bool:
        """Whether the word, or another form of it, stands in a name of the schema."""
        return stem(word.folded) in self._by_stem

    def says(self, name: Name, word: Word) -> bool:
        """Whether the word, or another form of it, stands in that name."""
        return stem(word.folded) in self._stems.get(name, ())

    def closeness(self, words: Sequence[Word]) -> Closeness:
        found: dict[str, float] = {}
        for word in words:
            for part, weight in self._matching(word):
                found[part] = max(weight, found.get(part, 0.0))
        names: dict[Name, float] = defaultdict(float)
        for spelling in {id(s): s for part in found for s in self._spellings[part]}.values():
            names[spelling.name] = max(names[spelling.name], _share(spelling, found))
        for joined in _joined(words):
            for name in self._by_joined.get(joined, ()):
                names[name] = 1.0
        return Closeness(names)

    def _matching(self, word: Word) -> Iterator[tuple[str, float]]:
        """The words of names that the word stands for, with weights."""
        text = word.folded
        same_stem = self._by_stem.get(stem(text))
        if same_stem:
            yield from ((part, 1.0 if singular(part) == word.key else _OTHER_FORM) for part in same_stem)
            return
        for length in range(_SHORTEST_SHORTENED, len(text)):
            if text[:length] in self._spellings:
                yield text[:length], _SHORTENED
        if len(text) >= _SHORTEST_MISSPELT:
            near = process.extract(
                text, self._long_words, scorer=fuzz.ratio, score_cutoff=_MISSPELT_RATIO, limit=3
            )
            yield from ((part, _MISSPELT) for part, _, _ in near)


def _names(schema: Schema) -> Iterator[tuple[Name, tuple[str, ...], tuple[str, ...]]]:
    for table in schema.tables:
        table_parts = _parts(table.name)
        yield table.name, table_parts, ()
        for column in table.columns:
            yield ColumnRef(table=table.name, column=column.name), _parts(column.name), table_parts


def _parts(name: str) -> tuple[str, ...]:
    parts = name_parts(name) or (folded(name),)
    return tuple(part for part in parts if part not in _EMPTY_PARTS) or parts


def _spellings(name: Name, parts: Sequence[str], table_parts: Iterable[str]) -> Iterator[_Spelling]:
    yield _Spelling(name, _weights(parts), 1.0)
    said = {singular(part) for part in table_parts}
    own = [part for part in parts if singular(part) not in said]
    if 0 < len(own) < len(parts):
        yield _Spelling(name, _weights(own), _WITHOUT_TABLE)


def _weights(parts: Sequence[str]) -> dict[str, float]:
    weights = {part: _WEAK if part in _WEAK_PARTS or part.isdigit() else 1.0 for part in parts}
    total = sum(weights.values())
    return {part: weight / total for part, weight in weights.items()}


def _share(spelling: _Spelling, found: Mapping[str, float]) -> float:
    matched = [weight * found[part] for part, weight in spelling.weights.items() if part in found]
    return spelling.at_best * sum(matched) * (1.0 if len(matched) > 1 else _ONE_WORD)


def _joined(words: Sequence[Word]) -> Iterator[str]:
    """What neighbouring words spell when they are written as one, as they stand and in the singular."""
    for start in range(len(words)):
        for length in range(1, min(_JOINED, len(words) - start) + 1):
            run = words[start : start + length]
            if length > 1 or len(run[0].folded) > 2:
                yield "".join(word.folded for word in run)
                yield "".join(word.folded for word in run[:-1]) + run[-1].key
