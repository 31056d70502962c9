"""Stored texts that words of a question mean without spelling them: by a code list, another form of the word, a typo,
an abbreviation, or because the words are part of the text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from services.contracts.plan import MatchKind
from services.contracts.schema import ColumnRef
from services.value_index.asked import Asked, overlap
from services.value_index.code_lists import code_lists
from services.value_index.content import DatabaseContent
from services.value_index.said_dates import MONTH_NAMES
from services.value_index.schema_names import Closeness
from services.value_index.stored_texts import StoredText
from services.value_index.text_entries import entry_key
from services.value_index.words import STOP_WORDS, Span, Word, key_of, stem

# How sure such a match is, before what its column is called is looked at.
_SYNONYM, _CODE, _SPACED, _OTHER_FORM, _TYPO = 0.95, 0.85, 0.85, 0.7, 0.75
_INITIALS, _SHORTENED, _PART = 0.6, 0.6, 0.55
_MEANING, _LEAST_MEANT, _MEANT = 0.7, 0.55, 3
_UNSEEN_PART = 0.4  # of any text of a column that the question names

_LONGEST_RUN = 4  # words, for codes and synonyms
_MENTIONS = 8  # looked at for the costlier kinds
_TEXTS_PER_MENTION = 5
_FEW = 3  # texts of a column that hold the words: then one of them is meant, else the words as a part
_SLIPS = 16  # ways to mend a mention that are tried
_FOUND = 60  # texts that hold the words, of which these are counted
_SHORTEST_STEM = 4
_SHORTEST_BEGINNING = 3
_LIKE = 84.0  # rapidfuzz's ratio from which texts of several words are the same but for typos
_SIDES = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_INITIALS_SAID = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_FRAGMENT = 3  # characters; shorter parts stand in nearly every column, and are not looked for
_NAMED = 0.5  # closeness of a column from which it is the one that is asked for a fragment
_FRAGMENT_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class LooseMatch:
    """`part`: the text is what stored texts of the column hold among others. `firm`: the words look like a value, and
    this is what they rather mean."""

    span: Span
    column: ColumnRef
    value: str
    kind: MatchKind
    sure: float
    part: bool = False
    firm: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    """`inside`: the names and words that it is made of."""

    span: Span
    words: tuple[Word, ...]
    inside: tuple["_Mention", ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(word.key for word in self.words)


def loose_matches(
    asked: Asked, content: DatabaseContent, closeness: Closeness, taken: Sequence[Span]
) -> Iterator[LooseMatch]:
    """`taken` are the spans that stored texts spell; only written synonyms and codes are looked for there too."""
    yield from _by_lists(asked, content, taken)
    for mention in _open_mentions(asked, content, taken)[:_MENTIONS]:
        found = _best(_of_mention(asked, mention, content, closeness))
        if not found and len(mention.inside) > 1:
            found = [
                match
                for part in mention.inside
                for match in _best(_of_mention(asked, part, content, closeness))
            ]
        if not found and not asked.turn:
            found = _by_meaning(mention, content)
        looks_like_one = _emphasised(asked, mention)
        for match in found:
            yield replace(match, firm=looks_like_one and not match.part)


# ------------------------------------------------------------------------------------------------------- by lists


def _by_lists(asked: Asked, content: DatabaseContent, taken: Sequence[Span]) -> Iterator[LooseMatch]:
    for words in asked.runs(_LONGEST_RUN):
        key = " ".join(word.key for word in words)
        span = asked.span(words)
        if any(overlap(span, other) and other != span for other in taken):
            continue  # the IT of 'IT Staff'
        for synonym in content.notes.synonyms.get(key, ()):
            for text in content.texts.spelled(synonym.value):
                if synonym.column in (None, text.column):
                    yield _match(span, text, MatchKind.SYNONYM, _SYNONYM, firm=True)
        telling = asked.tells(words[0]) and asked.tells(words[-1])
        if not (telling or _INITIALS_SAID.fullmatch(span.text)) or (
            len(key) <= 2 and not words[0].text.isupper()
        ):
            continue  # 'in' is not Indiana
        for codes in code_lists():
            for form in codes.forms.get(key, ()):
                for text in content.texts.spelled(form):
                    table = content.schema.table(text.column.table)
                    column = table.column(text.column.column) if table else None
                    if column is not None and codes.suits(column):
                        yield _match(span, text, MatchKind.CODE_LIST, _CODE, firm=True)


# ----------------------------------------------------------------------------------------------------- by mention


def _open_mentions(asked: Asked, content: DatabaseContent, taken: Sequence[Span]) -> list[_Mention]:
    """What may be a value and is spelled by none: in quotes, called a part, and the runs of names and of words that
    belong neither to the question nor to the schema."""
    emphasised = [*asked.quoted, *asked.cued] if asked.says_parts else asked.quoted
    mentions = [_mention_of(asked, [span]) for span in emphasised if asked.within(span)]
    closed = [*taken, *(mention.span for mention in mentions)]
    pieces = [
        span
        for span in (*asked.names, *_open_words(asked, content))
        if span.text.lower() not in MONTH_NAMES and not any(overlap(span, other) for other in closed)
    ]
    run: list[Span] = []
    for piece in [*sorted(pieces, key=lambda span: (span.start, -span.end)), None]:
        if run and piece is not None and piece.start < run[-1].end:
            continue  # a word of the name before
        if run and (piece is None or asked.text[run[-1].end : piece.start].strip(" ,.-&'’")):
            mentions.append(_mention_of(asked, run))
            run = []
        if piece is not None:
            run.append(piece)
    spelled = {span for span in taken if span in asked.quoted}
    return [mention for mention in mentions if mention.span not in spelled or asked.says_parts]


def _open_words(asked: Asked, content: DatabaseContent) -> Iterator[Span]:
    for word in asked.words:
        known = word.folded in STOP_WORDS or word.folded in MONTH_NAMES or content.names.explains(word)
        if len(word.text) > 2 and not known:
            yield word.span


def _mention_of(asked: Asked, pieces: Sequence[Span]) -> _Mention:
    """One piece alone is made of its words that look like names."""
    whole = Span(asked.text[pieces[0].start : pieces[-1].end], pieces[0].start, pieces[-1].end)
    words = asked.within(whole)
    smaller = pieces if len(pieces) > 1 else [word.span for word in words if asked.named([word])]
    return _Mention(whole, words, tuple(_Mention(piece, asked.within(piece)) for piece in smaller))


def _best(matches: Iterable[LooseMatch]) -> list[LooseMatch]:
    return sorted(matches, key=lambda match: -match.sure)[:_TEXTS_PER_MENTION]


def _of_mention(
    asked: Asked, mention: _Mention, content: DatabaseContent, closeness: Closeness
) -> Iterator[LooseMatch]:
    if asked.says_parts and _emphasised(asked, mention):
        yield from _as_part(mention, content, closeness)
        return
    yield from _spaced(mention, content)
    yield from _other_forms(mention, content)
    yield from _abbreviations(asked, mention, content)
    held = list(_holding(asked, mention, content))
    yield from held
    yield from _typos(mention, content, whole_is_held=bool(held))


def _spaced(mention: _Mention, content: DatabaseContent) -> Iterator[LooseMatch]:
    """'KLR229D' for 'KLR 229D', and 'face book' for 'facebook'."""
    ways = {" ".join(_SIDES.sub(" ", key, count=1) for key in mention.keys), "".join(mention.keys)}
    for way in sorted(ways - {" ".join(mention.keys)}):
        for text in content.texts.spelled(way):
            yield _match(mention.span, text, MatchKind.CASE, _SPACED)


def _other_forms(mention: _Mention, content: DatabaseContent) -> Iterator[LooseMatch]:
    """'failed' for 'fail', 'successful' for 'Success'."""
    if len(mention.words) > 1:
        return
    said = mention.words[0].folded
    root = stem(said)
    if len(root) < _SHORTEST_STEM or not said.isalpha():
        return
    for word in (*content.texts.starting(root, at_most=20), root):
        if stem(word) == root or word == root:
            for text in content.texts.spelled(word):
                yield _match(mention.span, text, MatchKind.INFLECTED, _OTHER_FORM)


def _typos(mention: _Mention, content: DatabaseContent, *, whole_is_held: bool) -> Iterator[LooseMatch]:
    """One word of several may be misspelt: the one that no text has, else, where no text has all of them, any."""
    keys = mention.keys
    suspects = [place for place, key in enumerate(keys) if not content.texts.knows(key)]
    if not suspects and len(keys) > 1 and not whole_is_held:
        suspects = list(range(len(keys)))
    elif len(suspects) != 1:
        return
    slips = [(place, near) for place in suspects for near in content.texts.near(keys[place])]
    if len(keys) > 1:  # 'Info. Systems' for 'Information Systems'
        slips += [(place, short) for place in suspects for short in _shortened(keys[place], content)]
    for place, near in slips[:_SLIPS]:
        ways = _with(keys, place, near)
        found = content.texts.holding(ways, at_most=_FOUND) if len(keys) > 1 else content.texts.spelled(near)
        for text in found:
            likeness = fuzz.ratio(" ".join(ways), " ".join(key_of(text.value)))
            if len(keys) == 1 or likeness >= _LIKE:
                yield _match(mention.span, text, MatchKind.FUZZY, _TYPO * likeness / 100)


def _shortened(key: str, content: DatabaseContent) -> list[str]:
    beginnings = (key[:length] for length in range(len(key) - 1, _SHORTEST_BEGINNING - 1, -1))
    return [beginning for beginning in beginnings if content.texts.knows(beginning)][:1]


def _abbreviations(asked: Asked, mention: _Mention, content: DatabaseContent) -> Iterator[LooseMatch]:
    """'NYC' for 'New York City', and the other way round; 'PROF' for 'professor'."""
    letters = "".join(mention.keys) if mention.span.text.replace(".", "").isupper() else ""
    if 2 <= len(letters) <= 6:
        for text in content.texts.initialled(letters):
            yield _match(mention.span, text, MatchKind.ABBREVIATION, _INITIALS)
    if len(mention.words) > 1 and asked.named(mention.words):
        for text in content.texts.spelled("".join(key[0] for key in mention.keys)):
            if text.value.isupper():
                yield _match(mention.span, text, MatchKind.ABBREVIATION, _INITIALS)
    if len(mention.words) == 1:
        for length in range(_SHORTEST_BEGINNING, len(mention.keys[0])):
            for text in content.texts.spelled(mention.keys[0][:length]):
                if text.value.isupper():
                    yield _match(mention.span, text, MatchKind.ABBREVIATION, _INITIALS)


def _holding(asked: Asked, mention: _Mention, content: DatabaseContent) -> Iterator[LooseMatch]:
    """'Conway' for 'Sir Edward Conway' where few texts of the column hold the word, else as a part of many."""
    found = content.texts.holding(mention.keys, at_most=_FOUND)
    numbers = Counter(text.column for text in found)
    telling = _emphasised(asked, mention)
    for text in found:
        if numbers[text.column] <= _FEW:
            share = len(" ".join(mention.keys)) / max(1, len(entry_key(text.value)))
            yield _match(
                mention.span, text, MatchKind.ABBREVIATION, _SHORTENED * (0.5 + 0.5 * min(1.0, share))
            )
    many = [column for column, number in numbers.items() if number > _FEW]
    if telling:
        yield from _parts_of(mention, [*many, *_columns_of_long_texts(mention, content)], _PART)


def _by_meaning(mention: _Mention, content: DatabaseContent) -> list[LooseMatch]:
    if content.meanings is None:
        return []
    meant = content.meanings.nearest(mention.span.text, at_most=_MEANT, least=_LEAST_MEANT)
    return [_match(mention.span, found.text, MatchKind.MEANING, _MEANING * found.likeness) for found in meant]


# ------------------------------------------------------------------------------------------------------- as a part


def _as_part(mention: _Mention, content: DatabaseContent, closeness: Closeness) -> Iterator[LooseMatch]:
    keys = mention.keys
    columns: list[ColumnRef] = []
    if len("".join(keys)) >= _FRAGMENT:
        for last in (keys[-1], *content.texts.starting(keys[-1], at_most=10)):
            found = content.texts.holding((*keys[:-1], last), at_most=_FOUND)
            columns += (text.column for text in found)
        columns += _columns_of_long_texts(mention, content)
    yield from _parts_of(mention, columns, _PART)
    seen = set(columns)
    named = [
        name
        for name, close in closeness.names.items()
        if isinstance(name, ColumnRef) and close >= _NAMED and name not in seen
    ]
    named.sort(key=lambda column: -closeness.of_both(column))
    yield from _parts_of(
        mention, [c for c in named if _stores_texts(content, c)][:_FRAGMENT_COLUMNS], _UNSEEN_PART
    )


def _parts_of(mention: _Mention, columns: Iterable[ColumnRef], sure: float) -> Iterator[LooseMatch]:
    said = mention.span.text.strip()
    for column in dict.fromkeys(columns):
        yield LooseMatch(mention.span, column, said, MatchKind.EXACT, sure, part=True)


def _columns_of_long_texts(mention: _Mention, content: DatabaseContent) -> list[ColumnRef]:
    """Columns whose long texts hold the words: each pair of neighbours, or the one word."""
    keys = mention.keys
    pairs = [keys[place : place + 2] for place in range(len(keys) - 1)] or [keys]
    found = [[text.column for text in content.texts.parts(pair)] for pair in pairs]
    return [column for column in found[0] if all(column in others for others in found[1:])]


def _stores_texts(content: DatabaseContent, reference: ColumnRef) -> bool:
    table = content.schema.table(reference.table)
    column = table.column(reference.column) if table else None
    return column is not None and any(isinstance(value, str) for value in column.samples)


def _emphasised(asked: Asked, mention: _Mention) -> bool:
    return asked.named(mention.words) or mention.span in (*asked.quoted, *asked.cued)


def _with(keys: tuple[str, ...], place: int, other: str) -> tuple[str, ...]:
    return (*keys[:place], other, *keys[place + 1 :])


def _match(span: Span, text: StoredText, kind: MatchKind, sure: float, *, firm: bool = False) -> LooseMatch:
    return LooseMatch(span, text.column, text.value, kind, sure, firm=firm)
