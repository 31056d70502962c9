"""Which store keeps the index of a database."""

import hashlib
from pathlib import Path

import platformdirs

from services.contracts.catalogue import Database
from services.contracts.errors import InvalidRequest
from services.value_index.index_folder import IndexFolder
from services.value_index.index_store import IndexStore
from services.value_index.settings import ValueIndexSettings

_POSTGRES = ("postgresql://", "postgresql+psycopg://", "postgres://")


def store_of(database: Database, settings: ValueIndexSettings) -> IndexStore:
    """Two files of one name in different folders have an index each. Raises InvalidRequest without the extra."""
    place = hashlib.sha256(str(database.path).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    name = f"{database.id}-{place}"
    if settings.store.startswith(_POSTGRES):
        return _in_postgres(settings.store.replace("+psycopg", "", 1), name)
    folder = Path(settings.store) if settings.store else default_folder()
    return IndexFolder(folder / name, memory_bytes=settings.build_megabytes << 20)


def default_folder() -> Path:
    return platformdirs.user_cache_path("turnwise") / "value-index"


def _in_postgres(url: str, name: str) -> IndexStore:
    try:
        from services.value_index.postgres_store import PostgresIndex
    except ImportError as error:
        raise InvalidRequest(
            "an index in PostgreSQL needs the extra: turnwise[postgres]", field="store"
        ) from error
    return PostgresIndex(url, name)
