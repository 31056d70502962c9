"""Which code and which model files made a run: hashes that tell two runs apart, whatever git knows of them."""

import hashlib
import subprocess
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from services.contracts.frozen import Frozen

_GIT_SECONDS = 10.0
_ROOT = Path(__file__).parents[1]
_READ_ROWS_ONLY = {"figures", "report", "results"}  # folders of eval/


class CodeVersion(Frozen):
    """`commit` is empty outside of a git checkout; `dirty`: it had changes that are in no commit.

    `sources` is the hash of the code that decides what a row holds, committed or not: the Python files of the services
    and of eval, but for the folders of eval that only read rows.
    """

    version: str
    commit: str = ""
    dirty: bool = False
    sources: str = ""


@cache
def code_version() -> CodeVersion:
    """Of this checkout. Files that git does not know count as changes, for they may be imported."""
    try:
        installed = version("turnwise")
    except PackageNotFoundError:
        installed = "not installed"
    commit = _git("rev-parse", "HEAD")
    status = _git("status", "--porcelain") if commit else ""
    return CodeVersion(version=installed, commit=commit, dirty=bool(status), sources=_sources())


def hash_of_model(folder: Path) -> str:
    """sha256 of the names and contents of a model's files; its card, a Markdown file, is no part of it."""
    return _hash_of(folder, (file for file in folder.rglob("*") if file.is_file() and file.suffix != ".md"))


def _sources() -> str:
    evaluation = _ROOT / "eval"
    measuring = (
        file
        for file in evaluation.rglob("*.py")
        if file.relative_to(evaluation).parts[0] not in _READ_ROWS_ONLY
    )
    return _hash_of(_ROOT, (*(_ROOT / "services").rglob("*.py"), *measuring))


def _hash_of(base: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(base)} {content}\n".encode())
    return digest.hexdigest()


def _git(*arguments: str) -> str:
    """Its output, or nothing where there is no git or no checkout."""
    try:
        ran = subprocess.run(
            ["git", *arguments], cwd=_ROOT, capture_output=True, text=True, timeout=_GIT_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return ran.stdout.strip()
