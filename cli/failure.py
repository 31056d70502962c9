"""Faults in the words of the command line."""

from rich.console import Console
from rich.markup import escape

from services.contracts.errors import (
    DatabaseUnusable,
    InvalidRequest,
    SessionMismatch,
    TurnwiseError,
    UnknownDatabase,
    UnknownSession,
    VersionMismatch,
)

_WRONG_USE = (
    InvalidRequest,
    DatabaseUnusable,
    UnknownDatabase,
    UnknownSession,
    SessionMismatch,
    VersionMismatch,
)


def say(error: TurnwiseError) -> None:
    """One line on standard error."""
    stderr = Console(stderr=True, highlight=False, soft_wrap=True)
    stderr.print(f"[bold red]turnwise:[/] {escape(error.message)}")


def exit_code_of(error: TurnwiseError) -> int:
    """2 where another call would do better, 1 where the question could not be answered."""
    return 2 if isinstance(error, _WRONG_USE) else 1
