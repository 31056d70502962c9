"""Values that stand for a stored text in other tables: a country's name is stored once, its code wherever it is meant.

An alias goes through one single-column key to a code, that is a text: an integer key identifies rows and is
better joined than compared.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts.schema import ColumnRef, ForeignKey
from services.value_index.words import name_parts

TELLING = 0.9  # texts per code, from which the texts of a column tell the rows apart
_CODE_NAMES = frozenset(
    {"code", "id", "abbr", "abbrev", "abbreviation", "iso", "symbol", "acronym", "short", "key"}
)


@dataclass(frozen=True, slots=True)
class CodedTable:
    """A table that other tables refer to by a text: its codes, and the keys that refer to them."""

    codes: ColumnRef
    keys: tuple[ForeignKey, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """`column` stores `value` where the row of the text is meant, as `key` says."""

    column: ColumnRef
    value: str
    key: ForeignKey


@dataclass(frozen=True, slots=True)
class CodedTexts:
    """A column that says the rows of a coded table in words: the distinct pairs of a text and the code of its row."""

    coded: CodedTable
    column: ColumnRef
    pairs: tuple[tuple[str, str], ...]


class Aliases:
    """Which codes stand for a stored text, by the text's column.

    Only texts of columns that tell the rows apart are aliases: a city says little about which of its people is meant.
    """

    def __init__(self, coded_texts: Iterable[CodedTexts] = ()) -> None:
        self._codes: dict[tuple[ColumnRef, str], list[tuple[CodedTable, str]]] = defaultdict(list)
        for said in coded_texts:
            codes: dict[str, list[str]] = defaultdict(list)
            for text, code in said.pairs:
                codes[text].append(code)
            if len(codes) >= TELLING * len(said.pairs):
                for text, found in codes.items():
                    self._codes[said.column, text] += (
                        (said.coded, code) for code in found if _is_code(code, text, said.coded.codes.column)
                    )

    def of(self, column: ColumnRef, text: str) -> tuple[Alias, ...]:
        return tuple(
            Alias(ColumnRef(table=key.table, column=key.columns[0]), code, key)
            for coded, code in self._codes.get((column, text), ())
            for key in coded.keys
        )


def coded_tables(keys: Iterable[ForeignKey]) -> tuple[CodedTable, ...]:
    """The tables that single-column keys refer to, by the column they refer to, in the order of the keys."""
    referring: dict[ColumnRef, list[ForeignKey]] = defaultdict(list)
    for key in keys:
        if len(key.columns) == 1 and key.table != key.ref_table:
            referring[ColumnRef(table=key.ref_table, column=key.ref_columns[0])].append(key)
    return tuple(CodedTable(codes, tuple(found)) for codes, found in referring.items())


def _is_code(code: str, text: str, column: str) -> bool:
    """The column says so, or it is a short form in capitals or digits. A number in digits is an identifier."""
    if code.isdigit():
        return False
    said = not _CODE_NAMES.isdisjoint(name_parts(column))
    return said or (code == code.upper() and len(code) < len(text))
