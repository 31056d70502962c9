"""Conversations held somewhere else."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager

from turnwise.v1 import conversation_pb2 as pb
from turnwise.v1 import conversation_pb2_grpc

from services.contracts import wire
from services.contracts.models import AskRequest, ResultPage, Session, StageEvent
from services.contracts.serving.client import Connection
from services.contracts.serving.schemas import LatestSchemas


class GrpcConversation(AbstractAsyncContextManager["GrpcConversation"]):
    """`address` is host:port of a ConversationService. Errors: the conversation's own, and those of a Connection."""

    def __init__(self, address: str) -> None:
        self._service = Connection(
            address, conversation_pb2_grpc.ConversationServiceStub, stage="conversation"
        )
        self._schemas = LatestSchemas()

    async def databases(self) -> tuple[str, ...]:
        return await self._service.call(
            self._service.stub.ListDatabases,
            lambda _: pb.ListDatabasesRequest(),
            None,
            lambda reply: tuple(reply.database_ids),
        )

    async def open(self, database_id: str, *, session_id: str | None = None) -> Session:
        return await self._service.call(
            self._service.stub.OpenSession,
            lambda name: pb.OpenSessionRequest(database_id=name, session_id=session_id),
            database_id,
            wire.session_from_wire,
        )

    async def session(self, session_id: str) -> Session:
        return await self._service.call(
            self._service.stub.GetSession,
            lambda name: pb.GetSessionRequest(session_id=name),
            session_id,
            wire.session_from_wire,
        )

    def ask(self, request: AskRequest) -> AsyncGenerator[StageEvent]:
        def write(request: AskRequest) -> pb.AskRequest:
            message = wire.ask_request_to_wire(request)
            message.known_schema = self._schemas.hash(request.session_id)
            return message

        def read(message: pb.StageEvent) -> StageEvent:
            linked = message.WhichOneof("kind") == "linked"
            schema = self._schemas.of(request.session_id, message.linked.links) if linked else None
            return wire.event_from_wire(message, schema)

        return self._service.stream(self._service.stub.Ask, write, request, read)

    def fetch(self, session_id: str, turn: int, *, page_rows: int = 1000) -> AsyncGenerator[ResultPage]:
        return self._service.stream(
            self._service.stub.FetchResult,
            lambda name: pb.FetchResultRequest(session_id=name, turn=turn, page_rows=page_rows),
            session_id,
            wire.page_from_wire,
        )

    async def close(self) -> None:
        await self._service.close()

    async def __aexit__(self, *_: object) -> None:
        await self.close()
