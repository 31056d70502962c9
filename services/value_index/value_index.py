"""The embedded value index: what the user's words match in one database, from an index in memory."""

import asyncio
from collections.abc import Iterable

from services.contracts.catalogue import Catalogue
from services.contracts.frozen import Cell
from services.contracts.models import LinkRequest, Links, Truncated, ValueLink
from services.contracts.schema import ColumnRef, Schema
from services.value_index.content import DatabaseContent
from services.value_index.contents import Contents
from services.value_index.linking import LinkedValues, link_values
from services.value_index.ranking import ranked_columns, ranked_tables
from services.value_index.settings import ValueIndexSettings
from services.value_index.words import words_of

_EARLIER_MENTION = 0.7  # what a mention of an earlier question weighs against one of this question
_EARLIER_NAME = 0.5  # what a name said in an earlier question weighs, where columns of one value are compared


class EmbeddedValueIndex:
    """Implements stages.ValueIndex. Raises UnknownDatabase, and DatabaseUnusable for a file that cannot be read."""

    def __init__(self, catalogue: Catalogue, settings: ValueIndexSettings | None = None) -> None:
        self.settings = settings or ValueIndexSettings()
        self._contents = Contents(catalogue, self.settings)

    async def schema(self, database_id: str) -> Schema:
        return (await self._contents.of(database_id)).schema

    async def link(self, request: LinkRequest) -> Links:
        """Values also of earlier questions; tables and columns as this question alone names them."""
        content = await self._contents.of(request.database_id)
        return await asyncio.to_thread(_links, request, content, self.settings)

    async def close(self) -> None:
        self._contents.close()


def _links(request: LinkRequest, content: DatabaseContent, settings: ValueIndexSettings) -> Links:
    closeness = content.names.closeness(words_of(request.question))
    earlier = request.history[-settings.history_turns :] if settings.history_turns else ()
    in_context = closeness
    for turn in earlier:
        said = content.names.closeness(words_of(turn.question))
        in_context = in_context.joined(said, weight=_EARLIER_NAME)
    now = link_values(request.question, content, in_context)
    before = [link_values(turn.question, content, in_context, turn=turn.number) for turn in reversed(earlier)]
    values = _ordered(now, before)
    columns = ranked_columns(closeness, now.links)
    tables = ranked_tables(closeness, columns, now.links)
    return Links(
        snapshot=content.schema,
        values=values[: settings.value_links],
        tables=tables[: settings.ranked_tables],
        columns=columns[: settings.ranked_columns],
        unmatched=now.unmatched,
        truncated=Truncated(
            values=content.texts.truncated or len(values) > settings.value_links,
            tables=len(tables) > settings.ranked_tables,
            columns=len(columns) > settings.ranked_columns,
        ),
    )


def _ordered(now: LinkedValues, before: Iterable[LinkedValues]) -> tuple[ValueLink, ...]:
    """Best first, each stored value of a column once: as the latest question that mentions it does it best."""
    best: dict[tuple[ColumnRef, Cell], ValueLink] = {}
    for link in sorted(now.links, key=_order):
        best.setdefault((link.column, link.value), link)
    for turn in before:
        for link in sorted(turn.links, key=_order):
            weaker = link.model_copy(update={"score": round(link.score * _EARLIER_MENTION, 4)})
            best.setdefault((link.column, link.value), weaker)
    return tuple(sorted(best.values(), key=_order))


def _order(link: ValueLink) -> tuple[object, ...]:
    mention, column = link.mention, link.column
    place = (mention.turn > 0, -mention.turn, mention.start, -mention.end)
    return (-link.score, *place, column.table, column.column, repr(link.value))
