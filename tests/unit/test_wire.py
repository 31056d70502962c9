"""Every message: what goes over the wire comes back the same, and rubbish is refused, never misread."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast

import protovalidate
import pytest
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from turnwise.v1 import (
    common_pb2,
    conversation_pb2,
    executor_pb2,
    generator_pb2,
    planner_pb2,
    value_index_pb2,
)

from services.contracts import models, plan, schema, sketch, wire
from services.contracts.frozen import Frozen
from services.contracts.models import (
    AskRequest,
    Context,
    Draft,
    Drafts,
    Linked,
    Links,
    ResultColumn,
    ResultPage,
)
from services.contracts.plan import Intent, Plan
from services.contracts.schema import Schema
from services.contracts.sketch import Constant, Item, Operation, Operator, Select
from services.contracts.wire.codec import fill, read
from tests.contract_values import model, of
from tests.fakes import SCHEMA

FILES = (common_pb2, conversation_pb2, executor_pb2, generator_pb2, planner_pb2, value_index_pb2)
CONTRACTS = (schema, sketch, plan, models)
# Messages without a contract of their own: parts of others, and what the servicer reads field by field.
BARE = {
    "Cell",
    "CellColumn",
    "Rows",
    "GetSchemaRequest",
    "GetIndexSizeRequest",
    "IndexSize",
    "ListDatabasesRequest",
    "ListDatabasesReply",
    "OpenSessionRequest",
    "GetSessionRequest",
    "FetchResultRequest",
}
DESCRIPTORS: dict[str, Descriptor] = {
    name: descriptor for file in FILES for name, descriptor in file.DESCRIPTOR.message_types_by_name.items()
}
CONTRACT_OF = {
    name: vars(module)[name]
    for module in CONTRACTS
    for name in set(DESCRIPTORS) - BARE
    if name in vars(module)
}

quick = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def values(name: str) -> st.SearchStrategy[Any]:
    contract = CONTRACT_OF[name]
    return model(contract) if isinstance(contract, type) else of(contract)


def written(name: str, value: Any) -> Message:
    message = GetMessageClass(DESCRIPTORS[name])()
    fill(value, message)
    return message


def test_every_message_has_its_contract() -> None:
    assert set(DESCRIPTORS) - set(CONTRACT_OF) == BARE


def test_every_contract_that_travels_has_its_message() -> None:
    contracts = {
        name
        for module in CONTRACTS
        for name, item in vars(module).items()
        if isinstance(item, type) and issubclass(item, Frozen) and item is not Frozen and name[0] != "_"
    }
    assert contracts <= set(DESCRIPTORS)


@pytest.mark.parametrize("name", sorted(CONTRACT_OF))
def test_comes_back_the_same(name: str) -> None:
    @quick
    @given(values(name))
    def check(value: Any) -> None:
        data = written(name, value).SerializeToString()
        back = read(GetMessageClass(DESCRIPTORS[name]).FromString(data), SCHEMA)
        # repr tells 1 from 1.0 and finds two NaN alike, as equality does not.
        assert repr(back) == repr(value)

    check()


@pytest.mark.parametrize("name", sorted(CONTRACT_OF))
def test_damaged_bytes_give_a_model_or_are_refused(name: str) -> None:
    @quick
    @given(values(name), st.data())
    def check(value: Any, data: st.DataObject) -> None:
        damaged = bytearray(written(name, value).SerializeToString()) or bytearray(1)
        for _ in range(data.draw(st.integers(1, 4))):
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
        try:
            message = GetMessageClass(DESCRIPTORS[name]).FromString(bytes(damaged))
        except DecodeError:
            return
        with suppress(wire.Unreadable):
            read(message, SCHEMA)

    check()


class TestAbsentFields:
    def test_take_the_contracts_default(self) -> None:
        message = executor_pb2.FetchRequest(database_id="shop", sql="SELECT 1")
        request = wire.fetch_request_from_wire(message)
        assert (request.page_rows, request.limits.seconds) == (1000, 10.0)
        assert (request.context.request_id, request.context.locale) == ("-", "en")

    def test_take_it_one_by_one(self) -> None:
        message = executor_pb2.FetchRequest(database_id="shop", sql="SELECT 1")
        message.limits.rows = 5
        assert wire.fetch_request_from_wire(message).limits == models.Limits(rows=5)

    def test_an_unspecified_intent_is_an_answer(self) -> None:
        assert wire.plan_from_wire(common_pb2.Plan()).intent is Intent.ANSWER

    def test_are_refused_where_there_is_no_default(self) -> None:
        message = executor_pb2.Execution(
            attempts=[common_pb2.Attempt(sql="SELECT 1")], status=common_pb2.EXECUTION_STATUS_OK
        )
        with pytest.raises(wire.Unreadable, match="Field required") as refusal:
            wire.execution_from_wire(message)
        assert refusal.value.field == "attempts.0.status"


class TestRubbish:
    def test_an_enum_value_of_a_newer_version(self) -> None:
        with pytest.raises(wire.Unreadable, match="status: there is no value 99"):
            wire.execution_from_wire(executor_pb2.Execution(status=cast("Any", 99)))

    def test_a_cell_without_a_value_is_not_null(self) -> None:
        planned = common_pb2.PlannedValue(operator="=", value=common_pb2.Cell())
        with pytest.raises(wire.Unreadable, match="a cell without a value"):
            wire.plan_from_wire(common_pb2.Plan(values=[planned]))

    def test_no_plan_at_all(self) -> None:
        with pytest.raises(wire.Unreadable, match="plans: Tuple should have at least 1 item"):
            wire.plans_from_wire(planner_pb2.Plans())

    @pytest.mark.parametrize(
        ("column", "problem"),
        [
            (common_pb2.CellColumn(kinds=b"\x01\x01", integers=[1]), "do not fit"),
            (common_pb2.CellColumn(kinds=b"\x01\x07", integers=[1]), "do not fit"),
            (common_pb2.CellColumn(kinds=b"\x00", texts=["a"]), "do not fit"),
            (common_pb2.CellColumn(integers=[1], texts=["a"]), "does not say which is where"),
        ],
    )
    def test_kinds_that_do_not_fit_the_cells(self, column: common_pb2.CellColumn, problem: str) -> None:
        page = common_pb2.ResultPage(
            columns=[common_pb2.ResultColumn(name="a")], rows=common_pb2.Rows(columns=[column])
        )
        with pytest.raises(wire.Unreadable, match=problem):
            wire.page_from_wire(page)

    def test_columns_of_unequal_length(self) -> None:
        uneven = common_pb2.Rows(
            columns=[common_pb2.CellColumn(integers=[1]), common_pb2.CellColumn(integers=[1, 2])]
        )
        page = common_pb2.ResultPage(
            columns=[common_pb2.ResultColumn(name=name) for name in "ab"], rows=uneven
        )
        with pytest.raises(wire.Unreadable, match="longer"):
            wire.page_from_wire(page)

    def test_rows_wider_than_the_page(self) -> None:
        page = ResultPage(columns=(ResultColumn(name="a"),), rows=((1, 2),))
        with pytest.raises(wire.Unreadable, match="rows of 2 cells under 1 columns"):
            wire.page_from_wire(wire.page_to_wire(page))


class TestWhatCannotBeSent:
    @pytest.mark.parametrize("value", [2**63, -(2**63) - 1])
    def test_integers_over_64_bits(self, value: int) -> None:
        page = ResultPage(columns=(ResultColumn(name="a"),), rows=((value,),))
        with pytest.raises(wire.Unwritable, match="out of range"):
            wire.page_to_wire(page)

    def test_half_a_surrogate_pair(self) -> None:
        with pytest.raises(wire.Unwritable, match="surrogates not allowed"):
            wire.drafts_to_wire(Drafts(drafts=(Draft(sql="SELECT '\ud800'"),)))

    def test_rows_of_unequal_length(self) -> None:
        page = ResultPage(columns=(ResultColumn(name="a"),), rows=((1,), (1, 2)))
        with pytest.raises(wire.Unwritable, match="longer"):
            wire.page_to_wire(page)

    def test_a_sketch_too_deep_to_walk(self) -> None:
        deep: Constant | Operation = Constant(value=1)
        for _ in range(1000):
            deep = Operation(operator=Operator.NEG, operands=(deep,))
        with pytest.raises(wire.Unwritable, match="recursion"):
            wire.plan_to_wire(Plan(sketch=Select(items=(Item(expression=deep),))))


class TestTheSchemaByItsHash:
    def test_links_carry_the_hash_alone(self) -> None:
        message = wire.links_to_wire(Links(snapshot=SCHEMA))
        assert message.schema_hash == SCHEMA.hash
        assert not message.HasField("snapshot")
        assert wire.embedded_schema(message) is None

    def test_the_embedded_schema_comes_back(self) -> None:
        message = wire.links_to_wire(Links(snapshot=SCHEMA))
        wire.embed_schema(message, SCHEMA)
        embedded = wire.embedded_schema(message)
        assert embedded == SCHEMA
        assert embedded is not None
        assert embedded.hash == SCHEMA.hash
        assert wire.links_from_wire(message, embedded) == Links(snapshot=SCHEMA)

    def test_a_schema_under_a_foreign_hash_is_refused(self) -> None:
        message = wire.links_to_wire(Links(snapshot=SCHEMA))
        wire.embed_schema(message, Schema(database_id="other", tables=()))
        with pytest.raises(wire.Unreadable, match="does not have the hash"):
            wire.embedded_schema(message)

    def test_links_are_not_read_with_another_schema(self) -> None:
        event = wire.event_to_wire(Linked(links=Links(snapshot=SCHEMA)))
        with pytest.raises(wire.Unreadable, match="about another schema"):
            wire.event_from_wire(event, Schema(database_id="other", tables=()))


class TestCells:
    def test_a_column_of_one_kind_is_a_plain_list(self) -> None:
        page = ResultPage(columns=(ResultColumn(name="country"),), rows=(("FR",), ("DE",)))
        (column,) = wire.page_to_wire(page).rows.columns
        assert (list(column.texts), column.kinds) == (["FR", "DE"], b"")

    def test_nulls_cost_a_byte_each(self) -> None:
        page = ResultPage(columns=(ResultColumn(name="country"),), rows=((None,),) * 1000)
        assert wire.page_to_wire(page).rows.ByteSize() < 1010

    def test_a_time_keeps_its_offset(self) -> None:
        request = AskRequest(
            session_id="s", question="last year?", context=Context(now=datetime(2026, 1, 1, tzinfo=UTC))
        )
        message = wire.ask_request_to_wire(request)
        assert message.context.now == "2026-01-01T00:00:00+00:00"
        assert wire.ask_request_from_wire(message) == request

    def test_a_time_that_is_none_is_refused(self) -> None:
        message = conversation_pb2.AskRequest(session_id="s", context=common_pb2.Context(now="yesterday"))
        with pytest.raises(wire.Unreadable, match="Invalid isoformat"):
            wire.ask_request_from_wire(message)


HASH = SCHEMA.hash
VALID: dict[str, Message] = {
    "LinkRequest": value_index_pb2.LinkRequest(database_id="shop"),
    "PlanRequest": planner_pb2.PlanRequest(links=common_pb2.Links(schema_hash=HASH)),
    "GenerateRequest": generator_pb2.GenerateRequest(links=common_pb2.Links(schema_hash=HASH)),
    "ExecuteRequest": executor_pb2.ExecuteRequest(
        database_id="shop", links=common_pb2.Links(schema_hash=HASH)
    ),
    "FetchRequest": executor_pb2.FetchRequest(database_id="shop"),
    "AskRequest": conversation_pb2.AskRequest(session_id="s-1"),
}
QUESTIONS = ["", "x" * 4000, "é" * 4000, "x" * 4001]
IDS = ["", "shop", "a/b", "-a", "a b", "a\n", "ä", "a" * 64, "a" * 65]
BOUNDED: list[tuple[str, str, list[Any]]] = [
    *(
        (name, "question", QUESTIONS)
        for name in ("LinkRequest", "PlanRequest", "GenerateRequest", "AskRequest")
    ),
    *((name, "database_id", IDS) for name in ("LinkRequest", "ExecuteRequest", "FetchRequest")),
    ("AskRequest", "session_id", IDS),
    *((name, "context.request_id", [*IDS, "a:b.c-d"]) for name in VALID),
    ("FetchRequest", "page_rows", [-1, 0, 1, 10_000, 10_001]),
    *(
        (name, f"limits.{field}", [-1, 0, 1, 10**9])
        for name in ("ExecuteRequest", "FetchRequest", "AskRequest")
        for field in ("seconds", "rows", "bytes")
    ),
]


@pytest.mark.parametrize(
    ("name", "path", "value"), [(n, p, value) for n, p, values in BOUNDED for value in values]
)
def test_the_bounds_of_the_proto_files_are_those_of_the_contracts(name: str, path: str, value: Any) -> None:
    message: Any = type(VALID[name])()
    message.CopyFrom(VALID[name])
    *parents, field = path.split(".")
    holder = message
    for parent in parents:
        holder = getattr(holder, parent)
    setattr(holder, field, value)
    refused = {
        element.field_name for rule in protovalidate.collect_violations(message) for element in _path(rule)
    }
    if field in refused:
        with pytest.raises(wire.Unreadable) as refusal:
            read(message, SCHEMA)
        assert refusal.value.field == path
    else:
        assert not refused
        read(message, SCHEMA)


def _path(violation: protovalidate.Violation) -> Any:
    assert violation.proto.field is not None
    return violation.proto.field.elements
