"""A client: asks a running Turnwise three questions as one conversation.

turnwise serve --db pet_shop.sqlite
python -m examples.client 127.0.0.1:50050 pet_shop
"""

import asyncio
import sys

from services.contracts.models import Answered, AskRequest, Heartbeat
from services.conversation.client import GrpcConversation

QUESTIONS = ("Show revenue by country", "Only France", "Now break it down by month")


async def main(address: str, database_id: str) -> None:
    async with GrpcConversation(address) as conversation:
        session = await conversation.open(database_id)
        for question in QUESTIONS:
            request = AskRequest(session_id=session.session_id, question=question)
            async for event in conversation.ask(request):
                if isinstance(event, Answered):
                    print(f"{question}\n  {event.answer.text}\n  {event.answer.sql}")
                elif isinstance(event, Heartbeat):
                    print(f"  … still at {event.stage.value}", file=sys.stderr)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
