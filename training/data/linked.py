"""Dialogues with their gold sketches and the links of every question, kept on disk: linking takes minutes, once."""

import asyncio
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from services.contracts.catalogue import Catalogue
from services.contracts.models import LinkRequest, Links, Turn
from services.contracts.plan import Intent
from services.contracts.schema import Schema
from services.contracts.sketch import Query
from services.contracts.sql_plan import Unsketchable, sketch_from_sql
from services.value_index.settings import ValueIndexSettings
from services.value_index.value_index import EmbeddedValueIndex
from training.data.dialogues import Dialogue
from training.data.schemas import database_files, listed_schemas


@dataclass(frozen=True, slots=True)
class LinkedTurn:
    """`sketch` is None where the reference SQL has none."""

    question: str
    sql: str
    sketch: Query | None
    links: Links
    intent: Intent = Intent.ANSWER


@dataclass(frozen=True, slots=True)
class LinkedDialogue:
    source: str
    number: int
    database_id: str
    turns: tuple[LinkedTurn, ...]


class Linker:
    """Links the questions of the data sets with the stored values of their databases, where these are at hand."""

    def __init__(self, files: Mapping[str, Path], listed: Mapping[str, Schema]) -> None:
        """`listed`: the schemas of the databases that have no file."""
        self._files = files
        self._index = EmbeddedValueIndex(Catalogue.of(files), ValueIndexSettings())
        self._listed = listed

    async def schema(self, database_id: str) -> Schema:
        if database_id in self._files:
            return await self._index.schema(database_id)
        return self._listed[database_id]

    async def linked(self, dialogue: Dialogue) -> LinkedDialogue:
        schema = await self.schema(dialogue.database_id)
        turns: list[LinkedTurn] = []
        for place, gold in enumerate(dialogue.turns):
            history = tuple(
                Turn(number=number, question=earlier.question)
                for number, earlier in enumerate(dialogue.turns[:place], start=1)
            )
            links = await self._links(dialogue.database_id, gold.question, history)
            found = sketch_from_sql(gold.sql, schema)
            sketch = None if isinstance(found, Unsketchable) else found
            turns.append(LinkedTurn(gold.question, gold.sql, sketch, links, gold.intent))
        return LinkedDialogue(dialogue.source, dialogue.number, dialogue.database_id, tuple(turns))

    async def _links(self, database_id: str, question: str, history: tuple[Turn, ...]) -> Links:
        if database_id not in self._files:
            return Links(snapshot=self._listed[database_id])
        return await self._index.link(
            LinkRequest(question=question, database_id=database_id, history=history)
        )


def linked_dialogues(folder: Path, cache: Path, dialogues: Iterable[Dialogue]) -> Iterator[LinkedDialogue]:
    """From the cache file; made first where it is missing. The file is this program's own: pickle is safe here."""
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        linker = Linker(database_files(folder, cache.parent), listed_schemas(folder))
        # Sorted, so that the index of one database is built once and then dropped.
        ordered = sorted(dialogues, key=lambda dialogue: dialogue.database_id)
        made = asyncio.run(_all(linker, ordered))
        partial = cache.with_suffix(".partial")
        partial.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
        partial.rename(cache)
    yield from pickle.loads(cache.read_bytes())


async def _all(linker: Linker, dialogues: Iterable[Dialogue]) -> list[LinkedDialogue]:
    return [await linker.linked(dialogue) for dialogue in dialogues]
