"""How far a build is, as a progress bar is told."""

from dataclasses import dataclass
from typing import Protocol


class Progress(Protocol):
    def __call__(self, *, done: int, total: int, resumed: int) -> None: ...


@dataclass
class Counter:
    progress: Progress
    total: int
    done: int = 0

    def turn(self) -> None:
        self.done += 1
        self.progress(done=self.done, total=self.total, resumed=0)
