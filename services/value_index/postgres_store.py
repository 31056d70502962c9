"""The index in PostgreSQL with pg_trgm: one store for many machines, the same answers as the embedded one.

Texts belong to a row of `turnwise_index_tables`, one for each reading of a table. Which of these rows count changes in
one transaction; what no longer counts is deleted by the next update, so that other processes can go on reading it.
"""

import threading
import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Any

import psycopg
from psycopg.errors import DiskFull, OutOfMemory

from services.contracts.errors import Overloaded, StageUnavailable
from services.contracts.schema import ColumnRef
from services.value_index.index_store import Basis, KeptIndex, TextsToKeep
from services.value_index.stopping import check
from services.value_index.stored_texts import Spelled, StoredText
from services.value_index.text_entries import INITIALS, entry_key, may_be_near, nearest, part_key, terms

FORMAT = 1  # raised when older rows would be misread
_MOST_INITIALLED, _MOST_SPELLED = 8, 2_000
_LEAST_LIKE = 0.1  # pg_trgm's similarity, below that of any two words one slip apart but the shortest
_TABLES = """
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE TABLE IF NOT EXISTS turnwise_indexes(
        name text PRIMARY KEY, format int NOT NULL, database_id text NOT NULL, settings text NOT NULL,
        version text NOT NULL, content text NOT NULL
    );
    CREATE TABLE IF NOT EXISTS turnwise_index_tables(
        id bigserial PRIMARY KEY, index_name text NOT NULL, basis text NOT NULL, owner text NOT NULL,
        place int NOT NULL, fingerprint text NOT NULL, truncated boolean NOT NULL, live boolean NOT NULL
    );
    CREATE INDEX IF NOT EXISTS turnwise_index_tables_by_name ON turnwise_index_tables(index_name);
    CREATE TABLE IF NOT EXISTS turnwise_texts(
        table_id bigint NOT NULL REFERENCES turnwise_index_tables ON DELETE CASCADE,
        place int NOT NULL, name text NOT NULL, key text COLLATE "C" NOT NULL, words text[] NOT NULL,
        value text NOT NULL, stored int NOT NULL, part boolean NOT NULL
    );
    CREATE INDEX IF NOT EXISTS turnwise_texts_by_table ON turnwise_texts(table_id);
    CREATE INDEX IF NOT EXISTS turnwise_texts_by_key ON turnwise_texts USING hash (key);
    CREATE INDEX IF NOT EXISTS turnwise_texts_by_word ON turnwise_texts USING gin (words);
    CREATE TABLE IF NOT EXISTS turnwise_words(
        table_id bigint NOT NULL REFERENCES turnwise_index_tables ON DELETE CASCADE, word text COLLATE "C" NOT NULL
    );
    CREATE INDEX IF NOT EXISTS turnwise_words_by_table ON turnwise_words(table_id);
    CREATE INDEX IF NOT EXISTS turnwise_words_by_word ON turnwise_words(word text_pattern_ops);
    CREATE INDEX IF NOT EXISTS turnwise_words_by_likeness ON turnwise_words USING gin (word gin_trgm_ops);
"""
_LOCK = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
_LOCKED_SECONDS = 0.2  # between two looks whether another process has finished
# The share of the texts in what all indexes take; their words go with them.
_BYTES = """
    SELECT coalesce((pg_total_relation_size('turnwise_texts') + pg_total_relation_size('turnwise_words'))
        * (count(*) FILTER (WHERE table_id = ANY(%s)))::float8 / nullif(count(*), 0), 0)::bigint FROM turnwise_texts
"""
_ORDER = 'ORDER BY t.place, s.place, s.stored DESC, s.value COLLATE "C"'
_FOUND = """
    SELECT t.owner, s.name, s.value, s.stored, s.part, s.key FROM turnwise_texts s
    JOIN turnwise_index_tables t ON t.id = s.table_id WHERE s.table_id = ANY(%s)
"""


class Connection:
    """One connection, opened when it is needed and again after it was lost. Thread-safe."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.RLock()
        self._open: psycopg.Connection[Any] | None = None

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Raises StageUnavailable and Overloaded."""
        with self.transaction() as connection:
            return connection.execute(sql, parameters).fetchall()

    @contextmanager
    def transaction(self) -> Iterator["psycopg.Connection[Any]"]:
        """Raises StageUnavailable and Overloaded."""
        try:
            with self._lock:
                if self._open is None or self._open.closed:
                    self._open = psycopg.connect(self._url, autocommit=True)
                    weakref.finalize(self, self._open.close)  # a store is used until nobody refers to it
                with self._open.transaction():
                    yield self._open
        except (DiskFull, OutOfMemory) as error:
            raise Overloaded(f"The store of the value index is full: {error}.") from error
        except psycopg.OperationalError as error:
            self.close()
            raise StageUnavailable(
                f"The store of the value index cannot be reached: {error}.", stage="value_index"
            ) from error

    def close(self) -> None:
        with self._lock:
            if self._open is not None:
                self._open.close()


class PostgresIndex:
    """Implements IndexStore. The role must be allowed to create the extension pg_trgm, or find it there."""

    def __init__(self, url: str, name: str) -> None:
        self._connection = Connection(url)
        self._name = name

    @property
    def place(self) -> str:
        return f"PostgreSQL as '{self._name}'"

    def kept(self, basis: Basis) -> KeptIndex | None:
        self._prepare()
        wanted = (self._name, FORMAT, basis.database_id, basis.settings)
        with self._connection.transaction() as connection:
            row = connection.execute(
                """SELECT version, content FROM turnwise_indexes
                   WHERE name = %s AND format = %s AND database_id = %s AND settings = %s""",
                wanted,
            ).fetchone()
            tables = connection.execute(
                "SELECT id, truncated FROM turnwise_index_tables WHERE index_name = %s AND live",
                (self._name,),
            ).fetchall()
        if row is None:
            return None
        texts = PostgresTexts(
            self._connection, [number for number, _ in tables], truncated=any(cut for _, cut in tables)
        )
        return KeptIndex(row[0], texts, row[1])

    @contextmanager
    def update(self, basis: Basis, stop: Event) -> Iterator["PostgresUpdate"]:
        self._prepare()
        while not self._connection.rows(_LOCK, (self._name,))[0][0]:
            check(stop)
            stop.wait(_LOCKED_SECONDS)
        try:
            yield PostgresUpdate(self._connection, self._name, basis)
        finally:
            self._connection.rows("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (self._name,))

    def remove(self) -> None:
        self._prepare()
        with self._connection.transaction() as connection:
            connection.execute("DELETE FROM turnwise_index_tables WHERE index_name = %s", (self._name,))
            connection.execute("DELETE FROM turnwise_indexes WHERE name = %s", (self._name,))

    def _prepare(self) -> None:
        with self._connection.transaction() as connection:
            # Two processes that create at a time would fail.
            connection.execute("SELECT pg_advisory_xact_lock(7217321)")
            connection.execute(_TABLES)


class PostgresUpdate:
    """Implements IndexUpdate. Each table is a transaction; `basis` keeps what was read for other settings apart."""

    def __init__(self, connection: Connection, name: str, basis: Basis) -> None:
        self._connection = connection
        self._name = name
        self._basis = basis
        self._mark = f"{FORMAT}/{basis.database_id}/{basis.settings}"
        rows = connection.rows(
            """SELECT DISTINCT ON (owner) owner, fingerprint, id FROM turnwise_index_tables
               WHERE index_name = %s AND basis = %s ORDER BY owner, id DESC""",
            (name, self._mark),
        )
        self._done = {owner: fingerprint for owner, fingerprint, _ in rows}
        self._numbers = {owner: number for owner, _, number in rows}
        self._connection.rows(
            """DELETE FROM turnwise_index_tables
               WHERE index_name = %s AND NOT live AND NOT (id = ANY(%s)) RETURNING id""",
            (name, list(self._numbers.values())),
        )

    @property
    def done(self) -> Mapping[str, str]:
        return self._done

    def put(self, table: str, fingerprint: str, texts: TextsToKeep) -> None:
        unwritable = False
        words: set[str] = set()
        places: dict[ColumnRef, int] = {}
        with self._connection.transaction() as connection:
            row = connection.execute(
                """INSERT INTO turnwise_index_tables(index_name, basis, owner, place, fingerprint, truncated, live)
                   VALUES (%s, %s, %s, 0, %s, false, false) RETURNING id""",
                (self._name, self._mark, table, fingerprint),
            ).fetchone()
            assert row is not None
            number: int = row[0]
            with connection.cursor().copy("COPY turnwise_texts FROM STDIN") as rows:
                for text in texts:
                    if "\0" in text.value:
                        unwritable = True  # PostgreSQL has no such texts
                        continue
                    key = entry_key(text.value, part=text.part)
                    found = list(dict.fromkeys(terms(key)))
                    found += [key.split(" ")[0]] if not text.part else []
                    words.update(word for word in found if not word.startswith(INITIALS))
                    place = places.setdefault(text.column, len(places))
                    rows.write_row(
                        (number, place, text.column.column, key, found, text.value, text.rows, text.part)
                    )
            with connection.cursor().copy("COPY turnwise_words FROM STDIN") as rows:
                for word in words:
                    rows.write_row((number, word))
            connection.execute(
                "UPDATE turnwise_index_tables SET truncated = %s WHERE id = %s",
                (texts.truncated or unwritable, number),
            )
        self._done[table] = fingerprint
        self._numbers[table] = number

    def finish(self, version: str, tables: Collection[str], content: str) -> None:
        with self._connection.transaction() as connection:
            connection.execute(
                "UPDATE turnwise_index_tables SET live = false WHERE index_name = %s AND live", (self._name,)
            )
            for place, table in enumerate(tables):
                connection.execute(
                    "UPDATE turnwise_index_tables SET live = true, place = %s WHERE id = %s",
                    (place, self._numbers[table]),
                )
            connection.execute(
                """INSERT INTO turnwise_indexes VALUES (%s, %s, %s, %s, %s, %s)
                   ON CONFLICT (name) DO UPDATE SET format = excluded.format, database_id = excluded.database_id,
                   settings = excluded.settings, version = excluded.version, content = excluded.content""",
                (self._name, FORMAT, self._basis.database_id, self._basis.settings, version, content),
            )


class PostgresTexts:
    """Implements TextLookup. `tables` are the rows of turnwise_index_tables that count."""

    def __init__(self, connection: Connection, tables: Sequence[int], *, truncated: bool) -> None:
        self._connection = connection
        self._tables = list(tables)
        self._truncated = truncated

    @property
    def truncated(self) -> bool:
        return self._truncated

    def size(self) -> int:
        return int(self._connection.rows(_BYTES, (self._tables,))[0][0])

    def spelled_from(self, keys: Sequence[str]) -> Iterator[Spelled]:
        beginnings = [" ".join(keys[:words]) for words in range(1, len(keys) + 1)]
        found: dict[str, list[StoredText]] = {}
        for key, text in self._found("AND s.key = ANY(%s)", beginnings):
            found.setdefault(key, []).append(text)
        for words in range(len(beginnings), 0, -1):
            if texts := found.get(beginnings[words - 1]):
                yield Spelled(words, tuple(texts))

    def spelled(self, text: str) -> tuple[StoredText, ...]:
        return self._texts("AND s.key = %s", entry_key(text))

    def parts(self, keys: Sequence[str]) -> tuple[StoredText, ...]:
        return self._texts("AND s.key = %s", part_key(keys))

    def holding(self, keys: Sequence[str], *, at_most: int) -> tuple[StoredText, ...]:
        return self._texts("AND s.words @> %s", list(keys), at_most=at_most)

    def knows(self, key: str) -> bool:
        return bool(self._words("word = %s", key, at_most=1))

    def near(self, key: str) -> tuple[str, ...]:
        if not may_be_near(key):
            return ()
        with self._connection.transaction() as connection:
            connection.execute(
                "SELECT set_config('pg_trgm.similarity_threshold', %s, true)", (str(_LEAST_LIKE),)
            )
            rows = connection.execute(
                "SELECT DISTINCT word FROM turnwise_words WHERE table_id = ANY(%s) AND word %% %s",
                (self._tables, key),
            ).fetchall()
        return nearest(key, (word for (word,) in rows))

    def starting(self, beginning: str, *, at_most: int) -> tuple[str, ...]:
        words = self._words("word ^@ %s AND word LIKE %s", beginning, _escaped(beginning) + "%")
        return tuple(sorted((w for w in words if w != beginning), key=lambda w: (len(w), w))[:at_most])

    def initialled(self, letters: str) -> tuple[StoredText, ...]:
        return self._texts("AND s.words @> %s", [INITIALS + letters], at_most=_MOST_INITIALLED)

    def _texts(self, where: str, wanted: object, *, at_most: int = _MOST_SPELLED) -> tuple[StoredText, ...]:
        return tuple(text for _, text in self._found(where, wanted, at_most=at_most))

    def _found(
        self, where: str, wanted: object, *, at_most: int = _MOST_SPELLED
    ) -> Iterator[tuple[str, StoredText]]:
        sql = f"{_FOUND} {where} {_ORDER} LIMIT {at_most}"
        for owner, name, value, stored, part, key in self._connection.rows(sql, (self._tables, wanted)):
            yield key, StoredText(ColumnRef(table=owner, column=name), value, stored, part)

    def _words(self, where: str, *wanted: object, at_most: int = _MOST_SPELLED) -> list[str]:
        sql = f"SELECT DISTINCT word FROM turnwise_words WHERE table_id = ANY(%s) AND {where} LIMIT {at_most}"
        return [word for (word,) in self._connection.rows(sql, (self._tables, *wanted))]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
