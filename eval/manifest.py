"""The manifest of a run: what was run on what, by which code, so that two runs can be told apart or compared."""

import platform
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.code_version import CodeVersion, hash_of_model
from eval.datasets.reference import DataSet
from eval.rows import FORMAT, HistoryMode, Oracle
from services.contracts.errors import InvalidRequest, VersionMismatch
from services.contracts.frozen import Frozen
from services.contracts.models import Limits

MANIFEST_FILE = "manifest.json"
_TIMES = {"started", "ended", "resumed"}
_PASSWORD = re.compile(r"://[^/@\s]*@")


class DataDescription(Frozen):
    """`files`: sha256 by name. `ids` are those of the rows, in their order; `rows_hash` is that of all they say."""

    name: str
    files: dict[str, str]
    ids: tuple[str, ...]
    dialogues: int
    rows_hash: str
    remarks: dict[str, int] = Field(default_factory=dict)

    @classmethod
    def of(cls, data: DataSet) -> "DataDescription":
        return cls(
            name=data.name,
            files=dict(data.files),
            ids=tuple(row.id for row in data.rows),
            dialogues=len(data.dialogues),
            rows_hash=data.rows_hash,
            remarks=dict(data.remarks),
        )

    @property
    def rows(self) -> int:
        return len(self.ids)


class StageDescription(Frozen):
    """`name` as it was given, `implementation` the class that stood behind it, and its settings where it has some.

    `model`: a hash of the files of the folder that the setting of that name names. `inside`: the stage whose answers
    an oracle replaces in part.
    """

    name: str
    implementation: str
    settings: dict[str, Any] = Field(default_factory=dict)
    model: str = ""
    inside: "StageDescription | None" = None


class Manifest(Frozen):
    format: int = FORMAT
    kind: str = Field(description="`run`, or `import` for predictions that another system made")
    data: DataDescription
    history: HistoryMode | None = Field(default=None, description="None: unknown, for imported predictions")
    oracle: tuple[Oracle, ...] = ()
    stages: dict[str, StageDescription] = Field(
        default_factory=dict,
        description="what really ran: an oracle in the place of the stage that it replaces",
    )
    user: StageDescription | None = Field(default=None, description="who answers what the system asks back")
    conversation: dict[str, Any] = Field(default_factory=dict)
    limits: Limits | None = Field(default=None, description="of the executor, per turn")
    reference_seconds: float = Field(description="limit of one query of the reference")
    seed: int = 0
    predictions: dict[str, str] = Field(
        default_factory=dict, description="sha256 of an imported file, by its name"
    )
    prediction_remarks: dict[str, int] = Field(
        default_factory=dict, description="what of an imported file belongs to no row, or stood out of order"
    )
    code: CodeVersion
    python: str = Field(default_factory=platform.python_version)
    sqlite: str = Field(default_factory=apsw.sqlite_lib_version)
    started: datetime
    ended: datetime | None = None
    resumed: int = Field(default=0, description="how often the run was taken up again")

    def differences(self, other: "Manifest") -> list[str]:
        """The fields in which two manifests describe different runs; times aside. Code differs where its sources do."""
        one, two = (each.model_dump(mode="json", exclude=_TIMES) for each in (self, other))
        for described in (one, two):
            described["code"] = described["code"]["sources"]
        return [name for name in one if one[name] != two[name]]

    def save(self, folder: Path) -> None:
        temporary = folder / f"{MANIFEST_FILE}.new"
        temporary.write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")
        temporary.replace(folder / MANIFEST_FILE)


def read_manifest(folder: Path) -> Manifest:
    """Raises InvalidRequest where there is none, VersionMismatch for one of another format."""
    path = folder / MANIFEST_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{folder} is no run: {MANIFEST_FILE} cannot be read: {error}") from error
    try:
        form = _Form.model_validate_json(text).format  # first of all: other formats have other fields
        if form != FORMAT:
            raise VersionMismatch(
                f"{path} is of format {form}, and this version reads {FORMAT}: run it again in a new folder"
            )
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InvalidRequest(f"{path}: {place + ': ' if place else ''}{first['msg']}") from error


class _Form(Frozen):
    model_config = ConfigDict(extra="ignore")

    format: int


def describe_stage(name: str, stage: object, *, inside: StageDescription | None = None) -> StageDescription:
    """Secrets are masked by their settings class, and passwords in addresses here."""
    settings = getattr(stage, "settings", None)
    model = getattr(settings, "model", None)
    kind = type(stage)
    return StageDescription(
        name=name,
        implementation=f"{kind.__module__}:{kind.__qualname__}",
        settings=_dumped(settings) if isinstance(settings, BaseModel) else {},
        model=hash_of_model(model) if isinstance(model, Path) else "",
        inside=inside,
    )


def _dumped(settings: BaseModel) -> dict[str, Any]:
    dumped = settings.model_dump(mode="json")
    return {
        name: _PASSWORD.sub("://***@", each) if isinstance(each, str) else each
        for name, each in dumped.items()
    }


def now() -> datetime:
    return datetime.now(UTC)
