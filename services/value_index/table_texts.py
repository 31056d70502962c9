"""The texts of one table, read as they are asked for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import apsw

from services.contracts.schema import Column, ColumnRef
from services.value_index.settings import ValueIndexSettings
from services.value_index.stored_texts import StoredText
from services.value_index.stored_values import CannotBeRead, Rows, Summary, each_long_text, each_text
from services.value_index.text_entries import parts_of

_LONG_TEXTS = 50_000  # of one column, whose words are counted
_LONG_TEXT_CHARACTERS = 20_000  # of each
_COUNTED_PARTS = 1_000_000  # at a time; of more, those that occurred once are dropped


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A column whose values may be kept, and the rows to read them from. `summary` is None where it cannot be read."""

    column: Column
    reference: ColumnRef
    rows: Rows
    summary: Summary | None


class TableTexts:
    """The distinct texts of the columns; of long ones the words, and the pairs of neighbours.

    `truncated` says whether texts were left out, and is right when all were read.
    """

    def __init__(
        self, connection: apsw.Connection, settings: ValueIndexSettings, columns: Sequence[StoredColumn]
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._columns = columns
        self.truncated = False

    def __iter__(self) -> Iterator[StoredText]:
        for stored in self._columns:
            self.truncated |= not stored.rows.every or stored.summary is None
            if stored.summary is None or not stored.summary.texts:
                continue
            try:
                yield from self._whole(stored)
                yield from self._parts(stored)
            except CannotBeRead:
                self.truncated = True

    def _whole(self, stored: StoredColumn) -> Iterator[StoredText]:
        most = self._settings.values_per_column
        found = each_text(
            self._connection,
            stored.rows,
            stored.column.name,
            at_most=most + 1,
            characters=self._settings.value_characters,
        )
        for number, text in enumerate(found):
            if number == most:
                self.truncated = True
                return
            yield StoredText(stored.reference, str(text.value), text.rows)

    def _parts(self, stored: StoredColumn) -> Iterator[StoredText]:
        counts = self._counted_parts(stored)
        most = self._settings.parts_per_column
        self.truncated |= len(counts) > most
        for part, rows in counts.most_common(most):
            yield StoredText(stored.reference, part, rows, part=True)

    def _counted_parts(self, stored: StoredColumn) -> Counter[str]:
        counts: Counter[str] = Counter()
        long_texts = each_long_text(
            self._connection,
            stored.rows,
            stored.column.name,
            at_most=_LONG_TEXTS + 1,
            longer_than=self._settings.value_characters,
            read=_LONG_TEXT_CHARACTERS,
        )
        for number, text in enumerate(long_texts):
            parts_of(text, counts)
            self.truncated |= number == _LONG_TEXTS or len(text) == _LONG_TEXT_CHARACTERS
            if len(counts) > _COUNTED_PARTS:
                self.truncated = True
                counts = Counter({part: rows for part, rows in counts.items() if rows > 1})
        return counts
