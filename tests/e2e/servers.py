"""Servers in processes of their own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def running(*arguments: str, **settings: str) -> Iterator[str]:
    """The address of a server that `python ARGUMENTS…` starts; stopped gracefully at the end, which must succeed."""
    process = subprocess.Popen(
        [sys.executable, *arguments], stderr=subprocess.PIPE, text=True, env=os.environ | settings
    )
    assert process.stderr is not None
    try:
        yield _address(process)
        process.terminate()
        process.stderr.read()
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if port := re.search(r"\bport=(\d+)", line):
            return f"127.0.0.1:{port[1]}"
    raise AssertionError(f"the server did not start: {''.join(said)}")
