"""The manifest of a run: what was run on what, by which code, so that two runs can be told apart or compared."""

import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import apsw
from pydantic import BaseModel, Field, ValidationError

from eval.datasets.reference import DataSet
from eval.rows import FORMAT, HistoryMode, Oracle
from services.contracts.errors import InvalidRequest, VersionMismatch
from services.contracts.frozen import Frozen
from services.contracts.models import Limits

MANIFEST_FILE = "manifest.json"
_GIT_SECONDS = 10.0
_TIMES = frozenset({"started", "ended", "resumed"})


class DataDescription(Frozen):
    """`files`: sha256 by name. `rows_hash` is that of everything the rows say, `ids_hash` that of their ids."""

    name: str
    files: dict[str, str]
    rows: int
    dialogues: int
    ids_hash: str
    rows_hash: str
    remarks: dict[str, int] = Field(default_factory=dict)

    @classmethod
    def of(cls, data: DataSet) -> "DataDescription":
        return cls(
            name=data.name,
            files=dict(data.files),
            rows=len(data.rows),
            dialogues=len(data.dialogues),
            ids_hash=data.ids_hash,
            rows_hash=data.rows_hash,
            remarks=dict(data.remarks),
        )


class CodeVersion(Frozen):
    """`commit` is empty outside of a git checkout; `dirty`: it had changes that are in no commit."""

    version: str
    commit: str = ""
    dirty: bool = False


class StageDescription(Frozen):
    """`name` as it was given, `implementation` the class that stood behind it, and its settings where it has some."""

    name: str
    implementation: str
    settings: dict[str, Any] = Field(default_factory=dict)


class Manifest(Frozen):
    format: int = FORMAT
    kind: str = Field(description="`run`, or `import` for predictions that another system made")
    data: DataDescription
    history: HistoryMode | None = Field(default=None, description="None: unknown, for imported predictions")
    oracle: tuple[Oracle, ...] = ()
    stages: dict[str, StageDescription] = Field(default_factory=dict)
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
        """The fields in which two manifests describe different runs; times aside."""
        one, two = self.model_dump(mode="json"), other.model_dump(mode="json")
        return [name for name in one if name not in _TIMES and one[name] != two[name]]

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
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InvalidRequest(f"{path}: {place}: {first['msg']}") from error
    if manifest.format != FORMAT:
        raise VersionMismatch(f"{path} is of format {manifest.format}; this version reads {FORMAT}")
    return manifest


def describe_stage(name: str, stage: object) -> StageDescription:
    """Secrets are masked by their settings class."""
    settings = getattr(stage, "settings", None)
    dumped = settings.model_dump(mode="json") if isinstance(settings, BaseModel) else {}
    kind = type(stage)
    return StageDescription(
        name=name, implementation=f"{kind.__module__}:{kind.__qualname__}", settings=dumped
    )


def code_version() -> CodeVersion:
    """Of this checkout. Files that git does not know count as changes, for they may be imported."""
    try:
        installed = version("turnwise")
    except PackageNotFoundError:
        installed = "not installed"
    commit = _git("rev-parse", "HEAD")
    status = _git("status", "--porcelain") if commit else ""
    return CodeVersion(version=installed, commit=commit, dirty=bool(status))


def now() -> datetime:
    return datetime.now(UTC)


def _git(*arguments: str) -> str:
    """Its output, or nothing where there is no git or no checkout."""
    try:
        ran = subprocess.run(
            ["git", *arguments],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            timeout=_GIT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return ran.stdout.strip()


def names(stages: Mapping[str, StageDescription]) -> str:
    """The stages in one line, for people."""
    return ", ".join(f"{stage} {described.name}" for stage, described in stages.items())
