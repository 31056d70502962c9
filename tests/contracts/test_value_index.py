"""stages.ValueIndex."""

from typing import Any

import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.errors import UnknownDatabase
from services.contracts.models import LinkRequest
from services.contracts.stages import TellsItsSize
from tests.contracts.implementations import VALUE_INDEXES
from tests.fakes import FakeValueIndex
from tests.in_loop import in_loop

REQUEST = LinkRequest(question="Orders from France", database_id="shop")

every = pytest.mark.parametrize("implementation", VALUE_INDEXES.values(), ids=VALUE_INDEXES)


@every
@in_loop
async def test_links_are_about_the_schema_of_the_database(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as value_index:
        links = await value_index.link(REQUEST)
        schema = await value_index.schema("shop")
    assert links.snapshot == schema
    assert links.snapshot.hash == schema.hash
    assert schema.database_id == "shop"


@every
@in_loop
async def test_a_link_leads_from_words_to_a_column(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as value_index:
        links = await value_index.link(REQUEST)
    assert "FR" in [link.value for link in links.values]
    for link in links.values:
        assert REQUEST.question[link.mention.start : link.mention.end] == link.mention.text
        table = links.snapshot.table(link.column.table)
        assert table is not None
        assert table.column(link.column.column) is not None


@every
@in_loop
async def test_the_same_request_gives_the_same_links(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as value_index:
        assert await value_index.link(REQUEST) == await value_index.link(REQUEST)


@every
@in_loop
async def test_an_unknown_database_is_an_error(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as value_index:
        with pytest.raises(UnknownDatabase, match="There is no database 'nowhere' in the catalogue"):
            await value_index.link(REQUEST.model_copy(update={"database_id": "nowhere"}))
        with pytest.raises(UnknownDatabase, match="There is no database 'nowhere' in the catalogue"):
            await value_index.schema("nowhere")


@every
@in_loop
async def test_it_tells_how_much_room_its_index_takes_where_it_can(
    implementation: Any, catalogue: Catalogue
) -> None:
    """A fake keeps no index; of the one behind a server, the answer says so."""
    async with implementation(catalogue) as value_index:
        fake = isinstance(value_index, FakeValueIndex) or implementation is VALUE_INDEXES["fake over gRPC"]
        assert isinstance(value_index, TellsItsSize) != isinstance(value_index, FakeValueIndex)
        size = await value_index.index_bytes("shop") if isinstance(value_index, TellsItsSize) else None
    assert size is None if fake else size is not None and size > 10_000
