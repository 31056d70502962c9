"""The base of every contract model."""

from pydantic import BaseModel, ConfigDict

# What one SQLite cell can hold. NULL is None; SQLite has no booleans.
Cell = int | float | str | bytes | None


class Frozen(BaseModel):
    """Immutable, hashable by value, closed to unknown fields.

    JSON keeps what SQLite can hold: bytes as base64, NaN and the infinities as strings.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        ser_json_bytes="base64",
        val_json_bytes="base64",
        ser_json_inf_nan="strings",
    )
