"""The protobuf form of what passes between the stages: x_to_wire and x_from_wire for each message that travels.

x_to_wire raises Unwritable, x_from_wire Unreadable; both are ValueErrors. What contains Links is read with the Schema
that `links.schema_hash` names; `embed_schema` and `embedded_schema` are for the times when it must travel itself.
"""

from turnwise.v1 import (
    common_pb2,
    conversation_pb2,
    executor_pb2,
    generator_pb2,
    planner_pb2,
    value_index_pb2,
)

from services.contracts.models import (
    AskRequest,
    Drafts,
    ExecuteRequest,
    Execution,
    FetchRequest,
    GenerateRequest,
    LinkRequest,
    Links,
    PlanRequest,
    Plans,
    ResultPage,
    Session,
    StageEvent,
)
from services.contracts.plan import Plan
from services.contracts.schema import Schema
from services.contracts.wire.codec import Unreadable as Unreadable
from services.contracts.wire.codec import Unwritable as Unwritable
from services.contracts.wire.codec import fill, read


def schema_to_wire(schema: Schema) -> common_pb2.Schema:
    message = common_pb2.Schema()
    fill(schema, message)
    return message


def schema_from_wire(message: common_pb2.Schema) -> Schema:
    schema: Schema = read(message)
    return schema


def plan_to_wire(plan: Plan) -> common_pb2.Plan:
    message = common_pb2.Plan()
    fill(plan, message)
    return message


def plan_from_wire(message: common_pb2.Plan) -> Plan:
    plan: Plan = read(message)
    return plan


def page_to_wire(page: ResultPage) -> common_pb2.ResultPage:
    message = common_pb2.ResultPage()
    fill(page, message)
    return message


def page_from_wire(message: common_pb2.ResultPage) -> ResultPage:
    page: ResultPage = read(message)
    return page


def link_request_to_wire(request: LinkRequest) -> value_index_pb2.LinkRequest:
    message = value_index_pb2.LinkRequest()
    fill(request, message)
    return message


def link_request_from_wire(message: value_index_pb2.LinkRequest) -> LinkRequest:
    request: LinkRequest = read(message)
    return request


def links_to_wire(links: Links) -> common_pb2.Links:
    message = common_pb2.Links()
    fill(links, message)
    return message


def links_from_wire(message: common_pb2.Links, schema: Schema) -> Links:
    links: Links = read(message, schema)
    return links


def plan_request_to_wire(request: PlanRequest) -> planner_pb2.PlanRequest:
    message = planner_pb2.PlanRequest()
    fill(request, message)
    return message


def plan_request_from_wire(message: planner_pb2.PlanRequest, schema: Schema) -> PlanRequest:
    request: PlanRequest = read(message, schema)
    return request


def plans_to_wire(plans: Plans) -> planner_pb2.Plans:
    message = planner_pb2.Plans()
    fill(plans, message)
    return message


def plans_from_wire(message: planner_pb2.Plans) -> Plans:
    plans: Plans = read(message)
    return plans


def generate_request_to_wire(request: GenerateRequest) -> generator_pb2.GenerateRequest:
    message = generator_pb2.GenerateRequest()
    fill(request, message)
    return message


def generate_request_from_wire(message: generator_pb2.GenerateRequest, schema: Schema) -> GenerateRequest:
    request: GenerateRequest = read(message, schema)
    return request


def drafts_to_wire(drafts: Drafts) -> generator_pb2.Drafts:
    message = generator_pb2.Drafts()
    fill(drafts, message)
    return message


def drafts_from_wire(message: generator_pb2.Drafts) -> Drafts:
    drafts: Drafts = read(message)
    return drafts


def execute_request_to_wire(request: ExecuteRequest) -> executor_pb2.ExecuteRequest:
    message = executor_pb2.ExecuteRequest()
    fill(request, message)
    return message


def execute_request_from_wire(message: executor_pb2.ExecuteRequest, schema: Schema) -> ExecuteRequest:
    request: ExecuteRequest = read(message, schema)
    return request


def execution_to_wire(execution: Execution) -> executor_pb2.Execution:
    message = executor_pb2.Execution()
    fill(execution, message)
    return message


def execution_from_wire(message: executor_pb2.Execution) -> Execution:
    execution: Execution = read(message)
    return execution


def fetch_request_to_wire(request: FetchRequest) -> executor_pb2.FetchRequest:
    message = executor_pb2.FetchRequest()
    fill(request, message)
    return message


def fetch_request_from_wire(message: executor_pb2.FetchRequest) -> FetchRequest:
    request: FetchRequest = read(message)
    return request


def ask_request_to_wire(request: AskRequest) -> conversation_pb2.AskRequest:
    message = conversation_pb2.AskRequest()
    fill(request, message)
    return message


def ask_request_from_wire(message: conversation_pb2.AskRequest) -> AskRequest:
    request: AskRequest = read(message)
    return request


def event_to_wire(event: StageEvent) -> conversation_pb2.StageEvent:
    message = conversation_pb2.StageEvent()
    fill(event, message)
    return message


def event_from_wire(message: conversation_pb2.StageEvent, schema: Schema | None) -> StageEvent:
    event: StageEvent = read(message, schema)
    return event


def session_to_wire(session: Session) -> conversation_pb2.Session:
    message = conversation_pb2.Session()
    fill(session, message)
    return message


def session_from_wire(message: conversation_pb2.Session) -> Session:
    session: Session = read(message)
    return session


def embed_schema(message: common_pb2.Links, schema: Schema) -> None:
    """Sends the schema itself with the links that name it."""
    message.ClearField("snapshot")
    fill(schema, message.snapshot)


def embedded_schema(message: common_pb2.Links) -> Schema | None:
    """The schema that was sent with the links; None: only its hash. Unreadable: it is not the one that is named."""
    if not message.HasField("snapshot"):
        return None
    schema = schema_from_wire(message.snapshot)
    if schema.hash != message.schema_hash:
        raise Unreadable("the snapshot does not have the hash that is given for it", field="links.snapshot")
    return schema
