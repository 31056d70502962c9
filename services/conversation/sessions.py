"""Sessions that survive: every completed turn is stored before it is answered, in SQLite or PostgreSQL."""

import asyncio
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import StaticPool

from services.contracts.errors import (
    InvalidRequest,
    Overloaded,
    SessionMismatch,
    StageUnavailable,
    UnknownSession,
    VersionMismatch,
)
from services.contracts.models import Answer, AnswerStatus, Session, StoredTurn, Turn
from services.conversation.turn_locks import TurnLocks, locks_for

FORMAT = 1  # of the stored JSON; raised when older code would read it wrongly
_POLL_SECONDS = 0.02, 0.5  # between two looks at a lock that another process holds: at first, at most
IN_MEMORY = "sqlite://"

T = TypeVar("T")
metadata = sql.MetaData()

session_table = sql.Table(
    "turnwise_sessions",
    metadata,
    sql.Column("session_id", sql.String(64), primary_key=True),
    sql.Column("database_id", sql.String(64), nullable=False),
    sql.Column("created_at", sql.DateTime(timezone=True), nullable=False),
    sql.Column("schema_hash", sql.String(64), nullable=False, default=""),
    sql.Column("format", sql.Integer, nullable=False),
)

turn_table = sql.Table(
    "turnwise_turns",
    metadata,
    sql.Column("session_id", sql.ForeignKey("turnwise_sessions.session_id"), primary_key=True),
    sql.Column("number", sql.Integer, primary_key=True),
    sql.Column("request_id", sql.String(64), nullable=False),
    sql.Column("question", sql.Text, nullable=False),
    sql.Column("status", sql.String(16), nullable=False),
    sql.Column("answer", sql.Text),
    sql.Column("turn", sql.Text),
    sql.Index("turnwise_turns_request", "session_id", "request_id"),
)


class SessionStore:
    """`url` as SQLAlchemy takes it. Its calls block, so they run in threads; one turn at a time per session."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        # One connection holds a store in memory, and two threads must not mix their transactions on it.
        in_memory = isinstance(self._engine.pool, StaticPool)
        self._alone: AbstractContextManager[Any] = threading.Lock() if in_memory else nullcontext()
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._locks: TurnLocks = locks_for(self._engine)

    async def __aenter__(self) -> "SessionStore":
        await self._guarded(lambda: metadata.create_all(self._engine))
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._locks.close()
        await asyncio.to_thread(self._engine.dispose)

    async def open(self, database_id: str, *, session_id: str | None = None) -> Session:
        """The session of that id, made where there is none. Raises SessionMismatch if it is about another database."""
        wanted = session_id or uuid.uuid4().hex

        def find_or_insert(connection: sql.Connection) -> None:
            row = _session_row(connection, wanted)
            if row is None:
                connection.execute(
                    session_table.insert().values(
                        session_id=wanted,
                        database_id=database_id,
                        created_at=datetime.now(UTC),
                        format=FORMAT,
                    )
                )
            elif row.database_id != database_id:
                raise SessionMismatch(
                    f"session '{wanted}' is about the database '{row.database_id}', not '{database_id}'",
                    session_id=wanted,
                )

        await self._in_transaction(find_or_insert)
        return await self.session(wanted)

    async def session(self, session_id: str) -> Session:
        """The session with all its turns; one that was cut off is reported as interrupted."""

        def read(connection: sql.Connection) -> Session:
            row = _known_session(connection, session_id)
            turns = connection.execute(_turns_of(session_id)).all()
            return Session(
                session_id=row.session_id,
                database_id=row.database_id,
                created_at=row.created_at.replace(tzinfo=row.created_at.tzinfo or UTC),
                schema_hash=row.schema_hash,
                turns=tuple(_stored_turn(turn) for turn in turns),
            )

        session = await self._in_transaction(read)
        if any(turn.status is AnswerStatus.RUNNING for turn in session.turns) and await self._is_idle(
            session_id
        ):
            await self.interrupt(session_id)
            return await self._in_transaction(read)
        return session

    async def database_id(self, session_id: str) -> str:
        """The database that the session is about. Raises UnknownSession."""
        return await self._in_transaction(
            lambda connection: str(_known_session(connection, session_id).database_id)
        )

    async def turn_numbered(self, session_id: str, number: int) -> Turn | None:
        """A completed turn."""

        def read(connection: sql.Connection) -> Turn | None:
            row = connection.execute(_turns_of(session_id).where(turn_table.c.number == number)).first()
            return None if row is None or row.turn is None else Turn.model_validate_json(row.turn)

        return await self._in_transaction(read)

    async def history(self, session_id: str, *, last: int) -> tuple[Turn, ...]:
        """The last completed turns, oldest first, as the stages see them."""

        def read(connection: sql.Connection) -> tuple[Turn, ...]:
            completed = _turns_of(session_id).where(turn_table.c.turn.is_not(None))
            rows = connection.execute(
                completed.order_by(None).order_by(turn_table.c.number.desc()).limit(last)
            )
            return tuple(Turn.model_validate_json(row.turn) for row in reversed(rows.all()))

        return await self._in_transaction(read)

    async def answer(self, session_id: str, request_id: str) -> Answer | None:
        """The answer that this request already got."""

        def read(connection: sql.Connection) -> Answer | None:
            asked = _turns_of(session_id).where(
                turn_table.c.request_id == request_id, turn_table.c.answer.is_not(None)
            )
            row = connection.execute(asked).first()
            return None if row is None else Answer.model_validate_json(row.answer)

        return await self._in_transaction(read)

    @asynccontextmanager
    async def turn(self, session_id: str, *, wait_seconds: float) -> AsyncIterator[None]:
        """The right to run the session's next turn: in the order of asking here, and alone among all processes.

        Raises UnknownSession, or Overloaded when the turn before it has not ended after `wait_seconds`.
        """
        # The place in the queue is taken before anything is awaited: the order of asking is the order of answering.
        queue = self._queues.setdefault(session_id, asyncio.Lock())
        try:
            async with asyncio.timeout(wait_seconds):
                await queue.acquire()
        except TimeoutError as error:
            raise _busy(session_id) from error
        try:
            await self._in_transaction(lambda connection: _known_session(connection, session_id))
            await self._acquire(session_id, wait_seconds)
            try:
                yield
            finally:
                await asyncio.shield(asyncio.to_thread(self._locks.release, session_id))
        finally:
            queue.release()

    async def begin(self, session_id: str, *, question: str, request_id: str) -> int:
        """Notes that a turn has started, and returns its number. Only inside `turn`."""

        def insert(connection: sql.Connection) -> int:
            _mark_interrupted(connection, session_id)
            latest = sql.select(sql.func.max(turn_table.c.number)).where(
                turn_table.c.session_id == session_id
            )
            number = int(connection.execute(latest).scalar() or 0) + 1
            connection.execute(
                turn_table.insert().values(
                    session_id=session_id,
                    number=number,
                    request_id=request_id,
                    question=question,
                    status=AnswerStatus.RUNNING.value,
                )
            )
            return number

        return await self._in_transaction(insert)

    async def finish(self, answer: Answer, turn: Turn, *, schema_hash: str) -> None:
        """Stores the completed turn. After it returns, the turn survives any end of the process."""

        def update(connection: sql.Connection) -> None:
            connection.execute(
                turn_table.update()
                .where(turn_table.c.session_id == answer.session_id, turn_table.c.number == answer.turn)
                .values(
                    status=answer.status.value,
                    answer=answer.model_dump_json(),
                    turn=turn.model_dump_json(),
                )
            )
            connection.execute(
                session_table.update()
                .where(session_table.c.session_id == answer.session_id)
                .values(schema_hash=schema_hash)
            )

        await self._in_transaction(update)

    async def interrupt(self, session_id: str, number: int | None = None) -> None:
        """The turn ended without an answer; without a number, whatever turn is noted as running."""
        await self._in_transaction(lambda connection: _mark_interrupted(connection, session_id, number))

    async def _is_idle(self, session_id: str) -> bool:
        """Nobody is running a turn of this session, in this process or another: its process died."""
        queue = self._queues.get(session_id)
        if queue is not None and queue.locked():
            return False
        if not await self._guarded(lambda: self._locks.try_acquire(session_id)):
            return False
        await asyncio.to_thread(self._locks.release, session_id)
        return True

    async def _acquire(self, session_id: str, wait_seconds: float) -> None:
        try:
            async with asyncio.timeout(wait_seconds):
                # Polled: no event crosses the boundary between processes.
                pause, longest = _POLL_SECONDS
                while not await self._guarded(lambda: self._locks.try_acquire(session_id)):
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, longest)
        except TimeoutError as error:
            raise _busy(session_id) from error

    async def _in_transaction(self, work: Callable[[sql.Connection], T]) -> T:
        def run() -> T:
            with self._alone, self._engine.begin() as connection:
                return work(connection)

        return await self._guarded(run)

    async def _guarded(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(work)
        except (DBAPIError, OSError) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error.strerror
            raise StageUnavailable(f"the session store cannot be used: {reason}", stage="sessions") from error


def _engine(url: str) -> sql.Engine:
    try:
        parsed = sql.make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return sql.create_engine(parsed, pool_pre_ping=True)
        if not parsed.database:  # this process's memory: one connection that all threads share
            return sql.create_engine(parsed, poolclass=StaticPool, connect_args={"check_same_thread": False})
        return sql.create_engine(parsed, connect_args={"timeout": 30})
    except (ArgumentError, ImportError) as error:
        # The URL may hold a password: it is not repeated.
        raise InvalidRequest(
            "the URL of the session store cannot be used; give sqlite:///FILE or postgresql+psycopg://…",
            field="sessions",
        ) from error


def _turns_of(session_id: str) -> sql.Select[Any]:
    return sql.select(turn_table).where(turn_table.c.session_id == session_id).order_by(turn_table.c.number)


def _session_row(connection: sql.Connection, session_id: str) -> Any:
    return connection.execute(
        sql.select(session_table).where(session_table.c.session_id == session_id)
    ).first()


def _known_session(connection: sql.Connection, session_id: str) -> Any:
    row = _session_row(connection, session_id)
    if row is None:
        raise UnknownSession(f"there is no session '{session_id}'", session_id=session_id)
    if row.format != FORMAT:
        raise VersionMismatch(
            f"session '{session_id}' is stored in format {row.format}; this version reads format {FORMAT}",
            session_id=session_id,
        )
    return row


def _stored_turn(row: Any) -> StoredTurn:
    return StoredTurn(
        number=row.number,
        question=row.question,
        status=AnswerStatus(row.status),
        answer=None if row.answer is None else Answer.model_validate_json(row.answer),
    )


def _mark_interrupted(connection: sql.Connection, session_id: str, number: int | None = None) -> None:
    running = turn_table.update().where(
        turn_table.c.session_id == session_id, turn_table.c.status == AnswerStatus.RUNNING.value
    )
    if number is not None:
        running = running.where(turn_table.c.number == number)
    connection.execute(running.values(status=AnswerStatus.INTERRUPTED.value))


def _busy(session_id: str) -> Overloaded:
    return Overloaded("the turn before this one has not ended; ask again later", session_id=session_id)
