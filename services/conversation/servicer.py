"""Conversations over gRPC."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any

from turnwise.v1 import common_pb2, conversation_pb2_grpc
from turnwise.v1 import conversation_pb2 as pb

from services.contracts import wire
from services.contracts.models import Linked, StageEvent
from services.contracts.serving.server import Service
from services.contracts.serving.streams import converted
from services.contracts.stages import Conversation


class ConversationServicer(conversation_pb2_grpc.ConversationServiceServicer):
    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    async def ListDatabases(self, _: pb.ListDatabasesRequest, __: object) -> pb.ListDatabasesReply:  # noqa: N802
        return pb.ListDatabasesReply(database_ids=await self._conversation.databases())

    async def OpenSession(self, request: pb.OpenSessionRequest, _: object) -> pb.Session:  # noqa: N802
        session_id = request.session_id if request.HasField("session_id") else None
        session = await self._conversation.open(request.database_id, session_id=session_id)
        return wire.session_to_wire(session)

    async def GetSession(self, request: pb.GetSessionRequest, _: object) -> pb.Session:  # noqa: N802
        return wire.session_to_wire(await self._conversation.session(request.session_id))

    def Ask(self, request: pb.AskRequest, _: object) -> AsyncIterator[pb.StageEvent]:  # noqa: N802
        def event_to_wire(event: StageEvent) -> pb.StageEvent:
            message = wire.event_to_wire(event)
            if isinstance(event, Linked) and event.links.snapshot.hash != request.known_schema:
                wire.embed_schema(message.linked.links, event.links.snapshot)
            return message

        return converted(self._conversation.ask(wire.ask_request_from_wire(request)), event_to_wire)

    def FetchResult(  # noqa: N802
        self, request: pb.FetchResultRequest, _: object
    ) -> AsyncIterator[common_pb2.ResultPage]:
        size = {"page_rows": request.page_rows} if request.HasField("page_rows") else {}
        pages = self._conversation.fetch(request.session_id, request.turn, **size)
        return converted(pages, wire.page_to_wire)


def conversation_service(conversation: Conversation, lifetime: AbstractAsyncContextManager[Any]) -> Service:
    """`lifetime` is that of all that stands behind the conversation."""
    servicer = ConversationServicer(conversation)
    return Service(
        "turnwise.v1.ConversationService",
        lambda server: conversation_pb2_grpc.add_ConversationServiceServicer_to_server(servicer, server),
        lifetime,
    )
