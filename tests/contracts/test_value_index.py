"""stages.ValueIndex."""

from typing import Any

import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.errors import UnknownDatabase
from services.contracts.models import LinkRequest
from tests.contracts.implementations import VALUE_INDEXES
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
