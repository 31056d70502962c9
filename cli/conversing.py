"""One conversation from the command line: the embedded stages, or those that the settings and options name."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.database import catalogue_of
from services.contracts.models import (
    Answer,
    Answered,
    AskRequest,
    Context,
    Limits,
    Session,
)
from services.conversation.build import build_conversation
from services.conversation.conversation import EmbeddedConversation, clean_question
from services.conversation.settings import ConversationSettings


@dataclass(frozen=True)
class Talk:
    """A session that can be asked. `session` as it was when it was opened."""

    conversation: EmbeddedConversation
    session: Session
    limits: Limits
    named: bool  # the session's id was given, not drawn

    async def ask(self, question: str) -> Answer:
        """The answer of the next turn."""
        request = AskRequest(
            session_id=self.session.session_id,
            question=clean_question(question),
            limits=self.limits,
            context=Context(request_id=uuid.uuid4().hex),
        )
        answers = [
            event.answer async for event in self.conversation.ask(request) if isinstance(event, Answered)
        ]
        return answers[-1]


@asynccontextmanager
async def talk(
    file: Path, settings: ConversationSettings, *, session_id: str | None = None, limits: Limits | None = None
) -> AsyncIterator[Talk]:
    """A conversation about one file. A session id that is new starts a session of that name."""
    catalogue, database_id = catalogue_of(file, unique=settings.sessions is not None)
    async with build_conversation(settings, catalogue) as built:
        session = await built.conversation.open(database_id, session_id=session_id)
        yield Talk(built.conversation, session, limits or Limits(), session_id is not None)
