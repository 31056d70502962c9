"""How a service listens, from the environment: TURNWISE_PLANNER_PORT and so on, one prefix per service."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.contracts.errors import InvalidRequest

PORTS = {
    "conversation": 50050,
    "value_index": 50051,
    "planner": 50052,
    "generator": 50053,
    "executor": 50054,
}
MAX_MESSAGE_BYTES = 32 * 1024 * 1024  # above the 16 MB of cells that one page may hold


class ServingSettings(BaseSettings):
    """What every service has in common. `of` reads them under the prefix of one service."""

    model_config = SettingsConfigDict(frozen=True)

    host: str = Field(
        default="127.0.0.1",
        description="address to listen on; 0.0.0.0 for all, since calls are not encrypted",
    )
    port: int = Field(
        default=PORTS["conversation"], ge=0, le=65535, description="port to listen on; 0: any free one"
    )
    reflection: bool = Field(default=False, description="answer grpcurl's questions about the services")
    grace_seconds: float = Field(
        default=10.0, ge=0, description="how long calls in flight may take to finish after a stop"
    )
    deadline_seconds: float = Field(
        default=300.0, gt=0, description="deadline of a call that comes without one"
    )
    max_message_bytes: int = Field(
        default=MAX_MESSAGE_BYTES,
        gt=0,
        description="largest request that is accepted and answer that is sent",
    )
    max_concurrent_calls: int = Field(
        default=128, gt=0, description="calls at a time; a further one is refused at once"
    )
    metrics_port: int | None = Field(
        default=None, ge=0, le=65535, description="port of Prometheus metrics over HTTP; none: no metrics"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="log lines from this level on, to standard error"
    )
    log_format: Literal["console", "json"] = Field(default="console", description="how a log line looks")

    @classmethod
    def of(cls, service: str) -> Self:
        """The settings of `planner` come from TURNWISE_PLANNER_…, and its port defaults to the planner's own."""
        settings = cls(_env_prefix=f"TURNWISE_{service.upper()}_")
        if "port" in settings.model_fields_set:
            return settings
        return settings.model_copy(update={"port": PORTS[service]})


class CatalogueSettings(BaseSettings):
    """Where the databases are. One file, shared by all services."""

    model_config = SettingsConfigDict(env_prefix="TURNWISE_", frozen=True)

    catalogue: Path | None = Field(default=None, description="TOML file that maps database ids to files")

    def required(self) -> Path:
        """Raises InvalidRequest where none is set."""
        if self.catalogue is None:
            raise InvalidRequest(
                "TURNWISE_CATALOGUE does not name a catalogue of databases", field="catalogue"
            )
        return self.catalogue
