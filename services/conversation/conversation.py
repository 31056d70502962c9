"""The conversation: sessions, one turn at a time, answered once."""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing

from pydantic import TypeAdapter, ValidationError

from services.contracts.catalogue import Catalogue
from services.contracts.deadline import within
from services.contracts.errors import InvalidRequest, UnknownTurn
from services.contracts.models import (
    MAX_QUESTION,
    UNNAMED,
    Answered,
    AskRequest,
    FetchRequest,
    Limits,
    ResultPage,
    Session,
    SessionId,
    StageEvent,
)
from services.conversation.answer import answer_of, kept_of, turn_of
from services.conversation.pipeline import Pipeline, TurnRequest, TurnResult
from services.conversation.sessions import SessionStore
from services.conversation.settings import ConversationSettings

Events = asyncio.Queue[StageEvent | None]  # None: the turn has ended


_SESSION_ID: TypeAdapter[str] = TypeAdapter(SessionId)

# A whole result: only the executor's own settings bound it.
_WHOLE = Limits(seconds=86_400, rows=2**62, bytes=2**62)


class EmbeddedConversation:
    """Holds the sessions and runs the pipeline for each turn (stages.Conversation)."""

    def __init__(
        self,
        catalogue: Catalogue,
        pipeline: Pipeline,
        sessions: SessionStore,
        settings: ConversationSettings,
    ) -> None:
        self.catalogue = catalogue
        self.pipeline = pipeline
        self.sessions = sessions
        self.settings = settings

    async def databases(self) -> tuple[str, ...]:
        return self.catalogue.ids()

    async def open(self, database_id: str, *, session_id: str | None = None) -> Session:
        self.catalogue.database(database_id)  # raises UnknownDatabase before a session is made
        if session_id is not None:
            try:
                _SESSION_ID.validate_python(session_id)
            except ValidationError as error:
                raise InvalidRequest(
                    f"'{session_id}' is no session id: up to 64 letters, digits, '-' and '_'",
                    field="session_id",
                ) from error
        return await self.sessions.open(database_id, session_id=session_id)

    async def session(self, session_id: str) -> Session:
        return await self.sessions.session(session_id)

    async def ask(self, request: AskRequest) -> AsyncGenerator[StageEvent]:
        """The events of the turn, the last one Answered. Closing the iterator stops the turn and its SQL."""
        question = clean_question(request.question)
        request_id = request.context.request_id
        if request_id == UNNAMED:
            request_id = uuid.uuid4().hex
        async with self.sessions.turn(request.session_id, wait_seconds=self.settings.queue_seconds):
            answer = await self.sessions.answer(request.session_id, request_id)
            if answer is None:
                number = await self.sessions.begin(
                    request.session_id, question=question, request_id=request_id
                )
                try:
                    async with aclosing(self._turn(request, question, request_id, number)) as events:
                        async for event in events:
                            if isinstance(event, Answered):
                                answer = event.answer
                            else:
                                yield event
                finally:
                    if answer is None:
                        await asyncio.shield(self.sessions.interrupt(request.session_id, number))
        # The session is free for its next turn even if nobody reads this one's answer.
        yield Answered(answer=answer)

    async def fetch(self, session_id: str, turn: int, *, page_rows: int = 1000) -> AsyncGenerator[ResultPage]:
        database_id = await self.sessions.database_id(session_id)
        stored = await self.sessions.turn_numbered(session_id, turn)
        if stored is None or not stored.sql:
            raise UnknownTurn(f"turn {turn} of this session has no result", turn=str(turn))
        request = FetchRequest(database_id=database_id, sql=stored.sql, page_rows=page_rows, limits=_WHOLE)
        async with aclosing(self.pipeline.executor.fetch(request)) as pages:
            async for page in pages:
                yield page

    async def _turn(
        self, request: AskRequest, question: str, request_id: str, number: int
    ) -> AsyncGenerator[StageEvent]:
        history = await self.sessions.history(request.session_id, last=self.settings.history_turns)
        turn = TurnRequest(
            question=question,
            database_id=await self.sessions.database_id(request.session_id),
            history=history,
            limits=request.limits,
            context=request.context,
        )
        events: Events = asyncio.Queue()
        running = asyncio.create_task(self._run(turn, events))
        running.add_done_callback(lambda _: events.put_nowait(None))
        try:
            while (event := await events.get()) is not None:
                yield event
            result = await running
        finally:
            await _stop(running)
        answer = answer_of(
            result,
            session_id=request.session_id,
            request_id=request_id,
            number=number,
            question=question,
        )
        kept = kept_of(answer, result, rows=self.settings.stored_rows)
        stored = turn_of(kept, result, outcome_rows=self.settings.outcome_rows)
        await self.sessions.finish(kept, stored, schema_hash=result.links.snapshot.hash)
        yield Answered(answer=answer)

    async def _run(self, turn: TurnRequest, events: Events) -> TurnResult:
        async with within(self.settings.turn_seconds):
            return await self.pipeline.run(turn, events.put_nowait)


async def _stop(running: asyncio.Task[TurnResult]) -> None:
    if not running.done():
        running.cancel()
        await asyncio.wait([running])


def clean_question(question: str) -> str:
    """The question without control characters and outer blanks.

    Raises InvalidRequest where nothing to read is left, or too much. Line breaks and tabs count as blanks; NUL and
    the other control characters, which no stage has a use for, are dropped; joiners of emoji and marks of
    right-to-left text stay.

    >>> clean_question("  Show\\x00 revenue\\nby country ")
    'Show revenue by country'
    """
    blanked = " ".join(question.split())
    cleaned = "".join(character for character in blanked if character >= " " and character != "\x7f")
    if not cleaned.strip():
        raise InvalidRequest("the question is empty", field="question")
    if len(cleaned) > MAX_QUESTION:
        raise InvalidRequest(
            f"the question has {len(cleaned):,} characters; at most {MAX_QUESTION:,} are read",
            field="question",
        )
    return cleaned.strip()
