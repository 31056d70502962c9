"""Holds requirements/*.txt against pyproject.toml. Prints what is wrong; exits 1 if anything is.

A lock file names no address, agrees with dev.txt on every version, and holds every requirement of the part of
pyproject.toml that it was made from: of training's all but torch, whose builds differ by machine. (That every package
has its hashes is pip's own check.)
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ROOT / "requirements"
ADDRESS = re.compile(r"\w+://|--(extra-)?index-url|--find-links|\w+\.(org|com|net|io)\b")

Pins = Mapping[str, list[Requirement]]  # several where platforms differ


def pins(lock: Path) -> Pins:
    """The locked packages of a file, by canonical name. `--hash` options continue the line of their package."""
    text = lock.read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    found: dict[str, list[Requirement]] = {}
    for line in lines:
        requirement = Requirement(line.partition(" --hash=")[0])
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def wanted() -> Iterator[tuple[str, Requirement]]:
    """Each requirement of pyproject.toml with the lock file that must hold it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    direct = [*project["project"]["dependencies"], *extras["postgres"]]
    groups = project["dependency-groups"]
    development = [*direct, *extras["learned"], *groups["dev"], *groups["build"]]
    training = [
        *direct,
        *extras["learned"],
        *groups["dev"],
        *(entry for entry in extras["train"] if not entry.startswith("torch")),
    ]
    sources = {"dev": development, "serve": direct, "build": groups["build"], "train": training}
    sources |= {name: entries for name, entries in groups.items() if name.startswith("image-")}
    sources["build"] = [*sources["build"], *project["build-system"]["requires"]]
    for name, entries in sources.items():
        yield from ((name, Requirement(entry)) for entry in entries if isinstance(entry, str))


def faults() -> Iterator[str]:
    development = pins(LOCKS / "dev.txt")
    for lock in sorted(LOCKS.glob("*.txt")):
        for address in ADDRESS.finditer(lock.read_text()):
            yield f"{lock.name} names an address: {address.group()}"
        for name, locked in pins(lock).items():
            known = {pin.specifier for pin in development.get(name, ())}
            if not {pin.specifier for pin in locked} <= known and (known or lock.name != "train.txt"):
                yield f"{lock.name}: {', '.join(map(str, locked))} is not what dev.txt holds"
    for source, requirement in wanted():
        found = pins(LOCKS / f"{source}.txt").get(canonicalize_name(requirement.name), [])
        if not any(requirement.specifier.contains(_version(pin)) for pin in found):
            yield f"{source}.txt does not hold {requirement}"


def _version(pin: Requirement) -> str:
    return next(iter(pin.specifier)).version


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) if found else "requirements/ agrees with pyproject.toml")
    sys.exit(f"{len(found)} faults; `make lock` resolves the files anew" if found else 0)
