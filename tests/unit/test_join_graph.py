import pytest

from services.contracts.join_graph import JoinTree, Unjoinable, join_tree
from services.contracts.schema import Column, ForeignKey, Schema, Table
from services.contracts.sketch import (
    ColumnPair,
    Constant,
    DerivedSource,
    Edge,
    Item,
    JoinKind,
    Operation,
    Operator,
    Select,
    Source,
    SourceColumn,
    Star,
    TableSource,
)
from tests.library import library_schema

STAR = (Item(expression=Star()),)


def select(*names: str, edges: tuple[Edge, ...] = ()) -> Select:
    """Of tables under the grammar's names: `people`, `people#2`."""
    sources = tuple(TableSource(name=name, table=name.partition("#")[0]) for name in names)
    return Select(items=STAR, sources=sources, edges=edges)


def edge(left: str, right: str, *, kind: JoinKind = JoinKind.INNER) -> Edge:
    """`edge("people.id", "cities.name")`; without columns where the join is crosswise."""
    (one, _, column), (other, _, ref) = left.partition("."), right.partition(".")
    on = (ColumnPair(left=column, right=ref),) if column else ()
    return Edge(left=one, right=other, kind=kind, on=on)


def joins(tree: JoinTree | Unjoinable) -> list[str]:
    """Each join of the tree in words, in order."""
    assert isinstance(tree, JoinTree), tree
    return [
        f"{'' if each.kind is JoinKind.INNER else f'{each.kind} '}"
        + (" and ".join(f"{each.left}.{on.left} = {each.right}.{on.right}" for on in each.on) or each.right)
        for each in tree.edges
    ]


def solved(*names: str, edges: tuple[Edge, ...] = ()) -> list[str]:
    return joins(join_tree(select(*names, edges=edges), library_schema()))


def test_one_table_and_none() -> None:
    assert solved("people") == []
    assert solved() == []


def test_a_key_joins_whichever_table_comes_first() -> None:
    assert solved("cities", "countries") == ["cities.country_code = countries.code"]
    assert solved("countries", "cities") == ["countries.code = cities.country_code"]


def test_of_two_keys_the_first_is_the_default() -> None:
    assert solved("people", "cities") == ["people.home_city = cities.id"]


def test_a_second_use_of_the_table_gets_the_second_key() -> None:
    assert solved("people", "cities", "cities#2") == [
        "people.home_city = cities.id",
        "people.work_city = cities#2.id",
    ]


def test_an_explicit_edge_takes_its_key_away() -> None:
    explicit = (edge("people.home_city", "cities#2.id"),)
    assert solved("people", "cities", "cities#2", edges=explicit) == [
        "people.work_city = cities.id",
        "people.home_city = cities#2.id",
    ]


def test_where_a_table_joins_itself_the_earlier_holds_the_key() -> None:
    assert solved("people", "people#2") == ["people.boss_id = people#2.id"]


def test_a_composite_key_is_one_join() -> None:
    assert solved("loans", "editions") == [
        "loans.book_id = editions.book_id and loans.edition = editions.number"
    ]


def test_siblings_join_directly_when_their_parent_is_not_there() -> None:
    assert solved("loans", "wishes") == ["loans.person_id = wishes.person_id"]
    assert solved("loans", "wishes", "people") == [
        "loans.person_id = people.id",
        "people.id = wishes.person_id",
    ]


def test_a_table_is_attached_to_the_latest_that_it_can_be_attached_to() -> None:
    assert solved("books", "wishes", "editions", "loans", "people")[2:] == [
        "editions.book_id = loans.book_id and editions.number = loans.edition",
        "loans.person_id = people.id",
    ]


def test_a_link_table_is_added_where_no_key_joins() -> None:
    tree = join_tree(select("fines", "books"), library_schema())
    assert joins(tree) == [
        "fines.loan_id = loans.id",
        "loans.book_id = editions.book_id and loans.edition = editions.number",
        "editions.book_id = books.id",
    ]
    assert isinstance(tree, JoinTree)
    assert [source.name for source in tree.sources] == ["fines", "loans", "editions", "books"]


def test_a_link_table_leads_to_one_table_by_two_keys() -> None:
    assert solved("people", "friends", "people#2") == [
        "people.id = friends.person_id",
        "friends.friend_id = people#2.id",
    ]


def test_a_link_table_gets_a_name_that_nothing_refers_to() -> None:
    around = Operation(
        operator=Operator.EQ,
        operands=(SourceColumn(source="loans", column="id"), Constant(value=1)),
    )
    tree = join_tree(select("fines", "editions").model_copy(update={"where": around}), library_schema())
    assert isinstance(tree, JoinTree)
    assert tree.sources[1] == TableSource(name="loans#2", table="loans")


def test_a_link_table_does_not_take_the_name_of_a_source() -> None:
    sources = (TableSource(name="loans", table="fines"), TableSource(name="people", table="people"))
    tree = join_tree(Select(items=STAR, sources=sources), library_schema())
    assert joins(tree) == ["loans.loan_id = loans#2.id", "loans#2.person_id = people.id"]


def test_what_no_key_joins_is_a_failure_not_a_cross_join() -> None:
    assert join_tree(select("people", "weather"), library_schema()) == Unjoinable(
        reason="no key joins people with weather"
    )


def test_a_cross_join_stands_if_it_is_explicit() -> None:
    assert solved("people", "weather", edges=(edge("people", "weather", kind=JoinKind.CROSS),)) == [
        "cross weather"
    ]


def test_a_derived_source_needs_an_edge() -> None:
    derived = DerivedSource(name="derived", query=select("people"))
    sources: tuple[Source, ...] = (TableSource(name="cities", table="cities"), derived)
    alone = Select(items=STAR, sources=sources)
    assert isinstance(join_tree(alone, library_schema()), Unjoinable)
    explicit = alone.model_copy(update={"edges": (edge("derived.home_city", "cities.id"),)})
    assert joins(join_tree(explicit, library_schema())) == ["cities.id = derived.home_city"]


def test_the_optional_side_of_a_left_join_is_attached_by_it() -> None:
    left = edge("people.id", "wishes.person_id", kind=JoinKind.LEFT)
    assert solved("wishes", "people", edges=(left,)) == ["left people.id = wishes.person_id"]
    assert solved("books", "wishes", "people", edges=(left,)) == [
        "left people.id = wishes.person_id",
        "wishes.book_id = books.id",
    ]


def test_a_left_join_waits_for_what_its_condition_names() -> None:
    condition = Operation(
        operator=Operator.GT,
        operands=(
            SourceColumn(source="cities", column="id"),
            SourceColumn(source="wishes", column="book_id"),
        ),
    )
    left = edge("people.id", "wishes.person_id", kind=JoinKind.LEFT).model_copy(
        update={"condition": condition}
    )
    assert solved("people", "wishes", "cities", edges=(left,)) == [
        "people.home_city = cities.id",
        "left people.id = wishes.person_id",
    ]


@pytest.mark.parametrize(
    ("edges", "reason"),
    [
        ((edge("people.id", "nobody.id"),), "an edge names nobody, which is no source"),
        (
            (edge("people.id", "cities.id"), edge("people.home_city", "cities.id")),
            "the edges between people and cities form a cycle",
        ),
        (
            (
                edge("people.id", "cities.id", kind=JoinKind.LEFT),
                edge("countries.code", "cities.country_code", kind=JoinKind.LEFT),
            ),
            "the left joins leave no order in which all sources can be joined",
        ),
    ],
)
def test_edges_that_make_no_tree(edges: tuple[Edge, ...], reason: str) -> None:
    found = join_tree(select("people", "cities", "countries", edges=edges), library_schema())
    assert found == Unjoinable(reason=reason)


def shop(*keys: ForeignKey) -> Schema:
    columns = (Column(name="id", primary_key=True, unique=True), Column(name="a_id"), Column(name="b_id"))
    tables = tuple(Table(name=name, columns=columns) for name in ("a", "b", "c", "d"))
    return Schema(database_id="shop", tables=tables, foreign_keys=keys)


def key(table: str, column: str, ref: str, *, inferred: bool = False) -> ForeignKey:
    return ForeignKey(table=table, columns=(column,), ref_table=ref, ref_columns=("id",), inferred=inferred)


def test_a_declared_key_comes_before_an_inferred_one() -> None:
    schema = shop(key("c", "b_id", "a", inferred=True), key("c", "a_id", "a"))
    assert joins(join_tree(select("c", "a"), schema)) == ["c.a_id = a.id"]


def test_the_shorter_path_wins_then_declared_keys() -> None:
    longer = (key("a", "a_id", "b"), key("b", "b_id", "c"), key("c", "a_id", "d"))
    shorter = (key("a", "b_id", "c", inferred=True), key("c", "a_id", "d", inferred=True))
    assert joins(join_tree(select("a", "d"), shop(*longer[:2], *shorter))) == [
        "a.b_id = c.id",
        "c.a_id = d.id",
    ]
    equal = (
        key("a", "a_id", "b", inferred=True),
        key("b", "a_id", "d"),
        key("a", "b_id", "c"),
        key("c", "b_id", "d"),
    )
    assert joins(join_tree(select("a", "d"), shop(*equal))) == ["a.b_id = c.id", "c.b_id = d.id"]
