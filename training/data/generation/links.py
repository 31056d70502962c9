"""The links of training questions, as the value index gives them: made once for each database, kept on disk."""

import asyncio
import hashlib
import json
import os
import pickle
from dataclasses import dataclass, field
from pathlib import Path

from services.contracts.catalogue import Catalogue
from services.contracts.models import LinkRequest, Links, Turn
from services.value_index.settings import ValueIndexSettings
from services.value_index.value_index import EmbeddedValueIndex


@dataclass
class _OfDatabase:
    """`version`: of the database's content. `links`: by the id of the turn, with the question that was linked."""

    version: str
    links: dict[str, tuple[str, Links]] = field(default_factory=dict)


class KeptLinks:
    """To be closed. Questions of one database should follow each other: one is held at a time.

    Kept in `folder`, apart for each settings of the value index. After a change of its rules the folder is to be
    removed by hand: linking takes too long to do it again after every change of its code. The files are this
    program's own: pickle is safe here.
    """

    def __init__(self, folder: Path, catalogue: Catalogue, settings: ValueIndexSettings) -> None:
        self._folder = folder / linking_version(settings)[:12]
        self._catalogue = catalogue
        self._index = EmbeddedValueIndex(catalogue, settings)
        self._loop = asyncio.Runner()
        self._current: tuple[str, _OfDatabase] | None = None
        self._changed = False
        self._ready = ""

    def close(self) -> None:
        """Keeps what was linked since."""
        self._keep()
        self._loop.run(self._index.close())
        self._loop.close()

    def of(self, id_: str, question: str, database_id: str, history: tuple[Turn, ...]) -> Links:
        """Raises DatabaseUnusable."""
        known = self._of_database(database_id).links
        asked, links = known.get(id_, ("", None))
        if links is None or asked != question:
            self._make_ready(database_id)
            request = LinkRequest(question=question, database_id=database_id, history=history)
            links = self._loop.run(self._index.link(request))
            known[id_] = question, links
            self._changed = True
        return links

    def _make_ready(self, database_id: str) -> None:
        """So that no question is linked with an index that is still in the making."""
        if self._ready != database_id:
            self._loop.run(self._index.refreshed(database_id, lambda _: None))
            self._ready = database_id

    def _of_database(self, database_id: str) -> _OfDatabase:
        if self._current is None or self._current[0] != database_id:
            self._keep()
            version = self._catalogue.database(database_id).version()
            path = self._path(database_id)
            found: _OfDatabase | None = pickle.loads(path.read_bytes()) if path.is_file() else None
            self._current = database_id, found if found and found.version == version else _OfDatabase(version)
        return self._current[1]

    def _keep(self) -> None:
        if self._changed and self._current is not None:
            database_id, made = self._current
            path = self._path(database_id)
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(f".{os.getpid()}.partial")
            partial.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
            partial.rename(path)
        self._changed = False

    def _path(self, database_id: str) -> Path:
        return self._folder / f"{database_id}.pkl"


def linking_version(settings: ValueIndexSettings) -> str:
    """sha256 of the value index's settings and of the form of the links."""
    digest = hashlib.sha256(settings.model_dump_json().encode())
    digest.update(json.dumps(Links.model_json_schema(), sort_keys=True).encode())
    return digest.hexdigest()
