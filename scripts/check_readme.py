"""Runs the transcripts of README.md as they are printed there. Exits 1 when one does not print what README.md shows.

A transcript is an indented block of `$ command` lines; `? ` lines are what is typed into the command above them, all
other lines must appear in its output, in that order. README.md may leave lines out.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
INDENT = "    "
SECONDS = 120.0


@dataclass
class Transcript:
    command: str
    typed: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


def transcripts(page: str) -> list[Transcript]:
    found: list[Transcript] = []
    current = None
    for line in page.splitlines():
        if not line.startswith(INDENT):
            current = None if line.strip() else current
            continue
        text = line.removeprefix(INDENT)
        if text.startswith("$ "):
            current = Transcript(text.removeprefix("$ "))
            found.append(current)
        elif current is not None and text.startswith("? "):
            current.typed.append(text.removeprefix("? "))
        elif current is not None:
            current.shown.append(text)
    return found


def faults(transcript: Transcript) -> Iterator[str]:
    done = subprocess.run(
        ["bash", "-c", transcript.command],
        input="".join(f"{line}\n" for line in transcript.typed),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        yield f"`{transcript.command}` ended with {done.returncode}: {done.stderr}"
        return
    printed = _words(done.stdout)
    for line in transcript.shown:
        _, found, printed = printed.partition(_words(line))
        if not found:
            yield f"`{transcript.command}` does not print, or not at that place: {line.strip()}"
            return


def _words(text: str) -> str:
    """Lines are wrapped to the terminal's width."""
    return " ".join(text.split())


def main() -> None:
    known = transcripts((ROOT / "README.md").read_text())
    found = [fault for transcript in known for fault in faults(transcript)]
    if not known:
        found = ["README.md holds no transcript"]
    print("\n".join(found) if found else f"README.md: {len(known)} commands print what it shows")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
