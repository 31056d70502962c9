"""Settings of the conversation service, from the environment (TURNWISE_CONVERSATION_…)."""

from typing import Self

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.contracts.errors import InvalidRequest


class ConversationSettings(BaseSettings):
    """Which implementation stands behind each stage, and how a turn is bounded.

    A stage is named as `embedded` or one of its backends (`learned`, `compiler`), as the address of a service
    (`grpc://planner:50052`), or as a class of one's own (`mypackage.module:MyPlanner`).
    """

    model_config = SettingsConfigDict(env_prefix="TURNWISE_CONVERSATION_")

    value_index: str = Field(
        default="embedded",
        description="`embedded`, `schema` (no stored values), `grpc://…` or `module:Class`",
    )
    planner: str = Field(
        default="learned", description="`learned`, `lexical`, `llm`, `grpc://…` or `module:Class`"
    )
    generator: str = Field(default="compiler", description="`compiler`, `llm`, `grpc://…` or `module:Class`")
    fallback_generator: str = Field(
        default="",
        description="writes where the generator cannot be reached or is broken, as `compiler`, and the answer says so; "
        "none: the turn fails",
    )
    executor: str = Field(default="embedded", description="`embedded`, `grpc://…` or `module:Class`")

    sessions: str | None = Field(
        default=None,
        description="where conversations are kept: `sqlite:///FILE`, `postgresql+psycopg://USER:PASSWORD@HOST/NAME`, "
        "or `sqlite://` for this process's memory; none: a file in the user's state folder",
    )
    history_turns: int = Field(default=8, ge=0, description="earlier turns that the stages see")
    outcome_rows: int = Field(default=5, ge=0, description="rows of a result that stay in the history")
    stored_rows: int = Field(default=1000, ge=0, description="rows of an answer that the session keeps")
    repair_rounds: int = Field(
        default=1, ge=0, description="returns to the generator after every draft failed"
    )
    heartbeat_seconds: float = Field(
        default=2.0, gt=0, description="a Heartbeat event this often in a long step"
    )
    turn_seconds: float = Field(default=60.0, gt=0, description="bound of one whole turn")
    queue_seconds: float = Field(
        default=60.0, gt=0, description="how long a turn waits for the turn before it"
    )

    def kept(self) -> Self:
        """The settings with a place for sessions that outlasts the process.

        Raises InvalidRequest where none is configured and the user's state folder cannot be written.
        """
        if self.sessions is not None:
            return self
        folder = platformdirs.user_state_path("turnwise")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InvalidRequest(
                f"no sessions can be kept in {folder} ({error.strerror}): "
                "set TURNWISE_CONVERSATION_SESSIONS, to sqlite:// for this process's memory",
                field="sessions",
            ) from error
        return self.model_copy(update={"sessions": f"sqlite:///{folder / 'sessions.sqlite'}"})
