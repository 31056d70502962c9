"""index_store.IndexStore and stored_texts.TextLookup: the same answers from every store."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event, Timer
from uuid import uuid4

import pytest

from services.contracts.schema import ColumnRef
from services.value_index.index_folder import IndexFolder
from services.value_index.index_store import Basis, IndexStore, KeptIndex
from services.value_index.postgres_store import PostgresIndex
from services.value_index.stopping import BuildStopped
from services.value_index.stored_texts import StoredText, TextLookup
from services.value_index.texts_in_segments import texts_in_memory

BASIS = Basis("shop", "settings")
NAME, CITY, NOTE = (
    ColumnRef(table="customers", column="name"),
    ColumnRef(table="customers", column="city"),
    ColumnRef(table="orders", column="note"),
)
CUSTOMERS = (
    StoredText(NAME, "New York Pets", 1),
    StoredText(NAME, "Zoé Martin", 4),
    StoredText(CITY, "New York", 7),
    StoredText(CITY, "New York City", 2),
    StoredText(CITY, "new york", 9),
    StoredText(CITY, "Saint-Étienne", 1),
    StoredText(CITY, "🐶", 1),
    StoredText(CITY, 'O\'Brien "Town"', 1),
    StoredText(CITY, "12 York Road", 1),
    StoredText(CITY, "12 Leeds Road", 1),
    StoredText(CITY, "Flat 12", 1),
)
ORDERS = (
    StoredText(NOTE, "battery", 3, part=True),
    StoredText(NOTE, "battery life", 2, part=True),
    StoredText(NOTE, "gift", 5),
)


class Texts:
    """What a table gives to keep."""

    def __init__(self, texts: Iterable[StoredText], *, truncated: bool = False) -> None:
        self._texts = texts
        self._cut = truncated
        self.truncated = False

    def __iter__(self) -> Iterator[StoredText]:
        yield from self._texts
        self.truncated = self._cut


MakeStore = Callable[[], IndexStore]


@pytest.fixture(params=["folder", "postgres"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> MakeStore:
    """Each call gives another object on the same place, as another process would have."""
    if request.param == "folder":
        return lambda: IndexFolder(tmp_path / "shop", memory_bytes=2_000)
    url = request.getfixturevalue("postgres_url").replace("+psycopg", "")
    name = uuid4().hex
    return lambda: PostgresIndex(url, name)


def fill(store: IndexStore, version: str = "1", *, truncated: bool = False) -> None:
    with store.update(BASIS, Event()) as update:
        update.put("customers", "c1", Texts(CUSTOMERS, truncated=truncated))
        update.put("orders", "o1", Texts(ORDERS))
        update.finish(version, ("customers", "orders"), "{}")


def kept(store: IndexStore, basis: Basis = BASIS) -> KeptIndex:
    found = store.kept(basis)
    assert found is not None
    return found


@pytest.fixture(params=["memory", "folder", "postgres"])
def texts(request: pytest.FixtureRequest, tmp_path: Path) -> TextLookup:
    if request.param == "memory":
        return texts_in_memory((*CUSTOMERS, *ORDERS), (NAME, CITY, NOTE))
    store: IndexStore = IndexFolder(tmp_path / "shop", memory_bytes=2_000)
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url").replace("+psycopg", "")
        store = PostgresIndex(url, "shop")
    fill(store)
    return kept(store).texts


def test_the_texts_that_words_spell_come_longest_first(texts: TextLookup) -> None:
    found = [
        (spelled.words, [text.value for text in spelled.texts])
        for spelled in texts.spelled_from(("new", "york", "city", "hall"))
    ]
    assert found == [(3, ["New York City"]), (2, ["new york", "New York"])]


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("NEW YORK", ["new york", "New York"]),
        ("saint etienne", ["Saint-Étienne"]),
        ("🐶", ["🐶"]),
        ("o'brien town", ['O\'Brien "Town"']),
        ("York", []),
        ("", []),
    ],
)
def test_a_text_is_found_in_another_spelling(texts: TextLookup, said: str, values: list[str]) -> None:
    assert [text.value for text in texts.spelled(said)] == values


def test_a_text_says_its_column_and_how_many_rows_hold_it(texts: TextLookup) -> None:
    assert texts.spelled("Zoe Martin") == (StoredText(NAME, "Zoé Martin", 4),)


def test_texts_that_hold_words_are_found_in_the_order_of_columns_and_rows(texts: TextLookup) -> None:
    found = [text.value for text in texts.holding(("york", "new"), at_most=10)]
    assert found == ["New York Pets", "new york", "New York", "New York City"]
    assert texts.holding(("york", "life"), at_most=10) == ()


def test_a_number_is_one_of_the_words_wherever_it_stands(texts: TextLookup) -> None:
    """Texts are not listed by a number that they begin with, but stand in its order."""
    assert [text.value for text in texts.holding(("12", "york"), at_most=5)] == ["12 York Road"]
    assert [text.value for text in texts.holding(("12",), at_most=5)] == [
        "12 Leeds Road",
        "12 York Road",
        "Flat 12",
    ]
    assert texts.holding(("13", "york"), at_most=5) == ()


def test_parts_of_long_texts_are_found_as_parts_alone(texts: TextLookup) -> None:
    assert texts.parts(("battery", "life")) == (StoredText(NOTE, "battery life", 2, part=True),)
    assert texts.spelled("battery") == texts.holding(("battery",), at_most=5) == ()


@pytest.mark.parametrize(
    ("typed", "meant"), [("mrtin", "martin"), ("etiene", "etienne"), ("yokr", ""), ("gft", ""), ("leeda", "")]
)
def test_words_are_found_by_a_slip(texts: TextLookup, typed: str, meant: str) -> None:
    assert texts.near(typed) == ((meant,) if meant else ())


def test_words_are_known_and_found_by_their_beginning(texts: TextLookup) -> None:
    assert [texts.knows(word) for word in ("york", "brien", "yor", "battery")] == [True, True, False, False]
    assert texts.starting("e", at_most=5) == ("etienne",)


def test_texts_are_found_by_their_initials(texts: TextLookup) -> None:
    assert [text.value for text in texts.initialled("nyc")] == ["New York City"]


# ----------------------------------------------------------------------------------------------------- the store


def test_nothing_is_kept_before_the_first_update_is_finished(make_store: MakeStore) -> None:
    with make_store().update(BASIS, Event()) as update:
        update.put("customers", "c1", Texts(CUSTOMERS))
        assert make_store().kept(BASIS) is None


def test_what_is_kept_is_that_of_the_finished_update(make_store: MakeStore) -> None:
    fill(make_store(), truncated=True)
    found = kept(make_store())
    assert (found.version, found.content, found.texts.truncated) == ("1", "{}", True)


def test_for_other_settings_nothing_is_kept(make_store: MakeStore) -> None:
    fill(make_store())
    assert make_store().kept(Basis("shop", "other")) is None
    with make_store().update(Basis("shop", "other"), Event()) as update:
        assert dict(update.done) == {}


def test_an_update_that_was_interrupted_is_taken_up(make_store: MakeStore) -> None:
    with pytest.raises(KeyboardInterrupt):
        update_and_stop(make_store())
    with make_store().update(BASIS, Event()) as update:
        assert dict(update.done) == {"customers": "c1"}
        update.put("orders", "o1", Texts(ORDERS))
        update.finish("1", ("customers", "orders"), "{}")
    texts = kept(make_store()).texts
    assert len(texts.spelled("gift")) == 1
    assert texts.spelled("Zoe Martin")


def update_and_stop(store: IndexStore) -> None:
    with store.update(BASIS, Event()) as update:
        update.put("customers", "c1", Texts(CUSTOMERS * 3))
        update.put("orders", "o1", Texts(interrupted()))


def interrupted() -> Iterator[StoredText]:
    yield from ORDERS
    raise KeyboardInterrupt


def test_a_changed_table_replaces_its_texts_and_leaves_the_others(make_store: MakeStore) -> None:
    fill(make_store())
    before = kept(make_store())
    with make_store().update(BASIS, Event()) as update:
        assert dict(update.done) == {"customers": "c1", "orders": "o1"}
        update.put("orders", "o2", Texts([StoredText(NOTE, "urgent", 1)]))
        assert make_store().kept(BASIS).version == "1"  # type: ignore[union-attr]
        update.finish("2", ("customers", "orders"), "{}")
    after = kept(make_store())
    assert (after.version, after.texts.spelled("gift")) == ("2", ())
    assert after.texts.spelled("urgent")
    assert after.texts.spelled("Zoe Martin") == before.texts.spelled("Zoe Martin") != ()


def test_a_table_that_is_gone_takes_its_texts_along(make_store: MakeStore) -> None:
    fill(make_store())
    with make_store().update(BASIS, Event()) as update:
        update.finish("2", ("customers",), "{}")
    assert kept(make_store()).texts.spelled("gift") == ()


def test_many_updates_leave_one_index(make_store: MakeStore) -> None:
    fill(make_store())
    for number in range(12):
        with make_store().update(BASIS, Event()) as update:
            update.put("orders", f"o{number}", Texts([StoredText(NOTE, f"note {number}", 1)]))
            update.finish(str(number), ("customers", "orders"), "{}")
    texts = kept(make_store()).texts
    assert [len(texts.spelled(f"note {number}")) for number in range(12)] == [0] * 11 + [1]
    assert texts.spelled("Zoe Martin")


def test_waiting_for_another_update_ends_when_it_is_told_to(make_store: MakeStore) -> None:
    stop = Event()
    with make_store().update(BASIS, Event()):
        Timer(0.1, stop.set).start()
        with pytest.raises(BuildStopped), make_store().update(BASIS, stop):
            pytest.fail("two updates at a time")
    fill(make_store())


def test_texts_take_room(make_store: MakeStore) -> None:
    fill(make_store())
    texts = kept(make_store()).texts
    held = sum(len(text.value.encode()) for text in (*CUSTOMERS, *ORDERS))
    assert texts.size() > held


def test_what_is_removed_is_gone(make_store: MakeStore) -> None:
    fill(make_store())
    make_store().remove()
    assert make_store().kept(BASIS) is None
    make_store().remove()
