"""What a folder of rows holds: for each file what it was made of, by which code, and what was left out, and why.

A build replaces the entries of the files that it writes and leaves the others as they are, so that the formats of one
folder can be built one after the other.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pydantic import Field, ValidationError

from eval.code_version import CodeVersion, code_version
from eval.datasets.records import read_object
from services.contracts import plan, sketch
from services.contracts.errors import InvalidRequest, VersionMismatch
from services.contracts.frozen import Frozen
from training.data.generation.arms import Arm, HistoryKind, PlanKind
from training.data.generation.held_out import HeldOut
from training.data.generation.row_files import RowFile
from training.data.generation.sources import Source

MANIFEST_FILE = "manifest.json"
FORMAT = 1  # of the manifest and of the rows; raised when old ones can no longer be read


class SourceDescription(Frozen):
    """`files`: sha256 by name."""

    name: str
    data: str
    files: dict[str, str]
    dialogues: int
    turns: int
    remarks: dict[str, int] = Field(default_factory=dict)

    @classmethod
    def of(cls, source: Source) -> "SourceDescription":
        data = source.data
        return cls(
            name=source.name,
            data=source.words,
            files=dict(data.files),
            dialogues=len(data.dialogues),
            turns=len(data.rows),
            remarks=dict(data.remarks),
        )


class BudgetDescription(Frozen):
    """`tokens`: of prompt and answer, the chat template included; None without a limit. `tokenizer`: its sha256, or
    nothing where tokens were estimated by bytes."""

    tokens: int | None
    answer_tokens: int
    tokenizer: str = ""


class LeakCheck(Frozen):
    """What no training row holds. `hash` is that of all of it: the databases' names, their questions and their SQL."""

    validation_databases: int
    test_databases: int
    questions: int
    statements: int
    hash: str

    @classmethod
    def of(cls, held_out: HeldOut) -> "LeakCheck":
        return cls(
            validation_databases=len(held_out.validation),
            test_databases=len(held_out.test),
            questions=len(held_out.questions),
            statements=len(held_out.statements),
            hash=held_out.hash,
        )


class Circumstances(Frozen):
    """What all files of one build have in common. `given`: sha256 of the files of plans, questions and outputs."""

    built: datetime
    code: CodeVersion
    versions: dict[str, str]
    sources: tuple[SourceDescription, ...]
    budget: BudgetDescription
    leak_check: LeakCheck
    given: dict[str, str] = Field(default_factory=dict)


class FileDescription(Frozen):
    """`shortened`: rows whose prompt leaves something out for the budget. `mistakes`: what repair rows start from, by
    the kind of their diagnosis."""

    format: str
    plan: PlanKind
    history: HistoryKind
    validation: bool
    rows: int
    turns: int
    databases: int
    sha256: str
    shortened: int
    by_source: dict[str, int]
    left_out: dict[str, int]
    mistakes: dict[str, int] = Field(default_factory=dict)
    of: Circumstances

    @classmethod
    def describing(cls, file: RowFile, arm: Arm, of: Circumstances, *, validation: bool) -> "FileDescription":
        return cls(
            format=arm.format,
            plan=arm.plan,
            history=arm.history,
            validation=validation,
            rows=file.rows,
            turns=len(file.turns),
            databases=len(file.databases),
            sha256=file.sha256,
            shortened=file.dropped,
            by_source=dict(file.by_source),
            left_out=dict(file.left_out.most_common()),
            mistakes=dict(file.mistakes.most_common()),
            of=of,
        )


class RowsManifest(Frozen):
    format: int
    files: dict[str, FileDescription]


def circumstances(
    sources: tuple[Source, ...], budget: BudgetDescription, held_out: HeldOut, given: Mapping[str, str]
) -> Circumstances:
    return Circumstances(
        built=datetime.now(UTC),
        code=code_version(),
        versions={
            "plan grammar": str(plan.GRAMMAR_VERSION),
            "sketch grammar": str(sketch.GRAMMAR_VERSION),
            "sqlglot": version("sqlglot"),
        },
        sources=tuple(map(SourceDescription.of, sources)),
        budget=budget,
        leak_check=LeakCheck.of(held_out),
        given=dict(given),
    )


def read_manifest(folder: Path) -> RowsManifest:
    """Raises InvalidRequest where there is none, VersionMismatch for one of another format."""
    path = folder / MANIFEST_FILE
    content, _ = read_object(path)
    if content.get("format") != FORMAT:
        raise VersionMismatch(f"{path} has format {content.get('format')}, and this code reads {FORMAT}")
    try:
        return RowsManifest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidRequest(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def write_manifest(folder: Path, files: Mapping[str, FileDescription]) -> None:
    manifest = RowsManifest(format=FORMAT, files=dict(sorted(files.items())))
    partial = folder / f"{MANIFEST_FILE}.partial"
    partial.write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
    partial.rename(folder / MANIFEST_FILE)


def known_files(folder: Path) -> dict[str, FileDescription]:
    """Those of earlier builds; none where the folder has no manifest."""
    return dict(read_manifest(folder).files) if (folder / MANIFEST_FILE).is_file() else {}


def changed_files(folder: Path, manifest: RowsManifest) -> Iterator[str]:
    """Those that are not what was built: missing, cut short, edited."""
    for name, described in manifest.files.items():
        path = folder / name
        if described.rows and (not path.is_file() or sha256_of(path) != described.sha256):
            yield name


def sha256_of(path: Path) -> str:
    """Raises InvalidRequest for a file that cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InvalidRequest(f"{path} cannot be read: {error.strerror}") from error
