"""The embedded value index: what the user's words match in one database, from an index in memory."""

import asyncio
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from services.contracts.catalogue import Catalogue
from services.contracts.frozen import Cell
from services.contracts.models import LinkRequest, Links, Truncated, ValueLink
from services.contracts.schema import ColumnRef, Schema
from services.value_index.asked import Asked
from services.value_index.building import Report
from services.value_index.content import DatabaseContent
from services.value_index.contents import Contents
from services.value_index.linking import link_values
from services.value_index.ranking import ranked_columns, ranked_tables
from services.value_index.settings import ValueIndexSettings
from services.value_index.stored_texts import IndexDamaged
from services.value_index.words import words_of

_ATTEMPTS = 2  # at an index that turns out to be damaged
_EARLIER_MENTION = 0.7  # what a mention of an earlier question weighs against one of this question
_EARLIER_NAME = 0.5  # what a name said in an earlier question weighs, where columns of one value are compared


class EmbeddedValueIndex(AbstractAsyncContextManager["EmbeddedValueIndex"]):
    """Implements stages.ValueIndex. Raises UnknownDatabase, and DatabaseUnusable for a file that cannot be read."""

    def __init__(self, catalogue: Catalogue, settings: ValueIndexSettings | None = None) -> None:
        self.settings = settings or ValueIndexSettings()
        self._contents = Contents(catalogue, self.settings)

    async def schema(self, database_id: str) -> Schema:
        return (await self._contents.of(database_id)).schema

    async def link(self, request: LinkRequest) -> Links:
        """Values also of earlier questions; tables and columns as this question alone names them."""
        for _ in range(_ATTEMPTS):
            content = await self._contents.of(request.database_id)
            try:
                return await asyncio.to_thread(_links, request, content, self.settings)
            except IndexDamaged:
                self._contents.forget(request.database_id)
        database = self._contents.catalogue.database(request.database_id)
        raise database.unusable("its index was damaged as soon as it was written")

    async def refreshed(self, database_id: str, report: Report) -> DatabaseContent:
        """Everything that is kept of the current version, when it is ready. `report` is called from a thread."""
        return await self._contents.refreshed(database_id, report)

    async def index_bytes(self, database_id: str) -> int:
        """What the index of the current version takes, in memory or in its store; waits until it is made."""
        content = await self._contents.of(database_id, whole=True)
        return await asyncio.to_thread(lambda: content.size)

    async def close(self) -> None:
        """An index in the making stops, and goes on the next time."""
        self._contents.close()

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def _links(request: LinkRequest, content: DatabaseContent, settings: ValueIndexSettings) -> Links:
    closeness = content.names.closeness(words_of(request.question))
    earlier = request.history[-settings.history_turns :] if settings.history_turns else ()
    said = {turn.number: content.names.closeness(words_of(turn.question)) for turn in earlier}
    in_context = closeness
    for turn in earlier:
        in_context = in_context.joined(said[turn.number], weight=_EARLIER_NAME)
    clock = request.context.now or datetime.now()
    now = link_values(Asked(request.question), content, in_context, in_context, clock)
    before = [
        link_values(Asked(turn.question, turn.number), content, in_context, said[turn.number], clock)
        for turn in reversed(earlier)
    ]
    values = _ordered(now.links, [linked.links for linked in before])
    known = {(link.column, link.value) for link in values}
    others = _ordered(now.possible, [linked.possible for linked in before])
    possible = [link for link in others if (link.column, link.value) not in known]
    columns, more_columns = ranked_columns(closeness, now.links, at_most=settings.ranked_columns)
    tables, more_tables = ranked_tables(closeness, now.links, at_most=settings.ranked_tables)
    return Links(
        snapshot=content.schema,
        values=values[: settings.value_links],
        possible=tuple(possible[: settings.value_links]),
        tables=tables,
        columns=columns,
        unmatched=now.unmatched,
        truncated=Truncated(
            values=content.stale
            or content.texts.truncated
            or max(len(values), len(possible)) > settings.value_links,
            tables=more_tables,
            columns=more_columns,
        ),
    )


def _ordered(now: Iterable[ValueLink], before: Iterable[Iterable[ValueLink]]) -> tuple[ValueLink, ...]:
    """Best first, each stored value of a column once: as the latest question that mentions it does it best."""
    best: dict[tuple[ColumnRef, Cell], ValueLink] = {}
    for link in sorted(now, key=_order):
        best.setdefault((link.column, link.value), link)
    for links in before:
        for link in sorted(links, key=_order):
            weaker = link.model_copy(update={"score": round(link.score * _EARLIER_MENTION, 4)})
            best.setdefault((link.column, link.value), weaker)
    return tuple(sorted(best.values(), key=_order))


def _order(link: ValueLink) -> tuple[object, ...]:
    mention, column = link.mention, link.column
    place = (mention.turn > 0, -mention.turn, mention.start, -mention.end)
    return (-link.score, *place, column.table, column.column, repr(link.value))
