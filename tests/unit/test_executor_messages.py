"""What passes between the executor and its workers arrives as it was sent."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.executor.messages import (
    LENGTH,
    Bounds,
    Close,
    Command,
    Failure,
    FailureKind,
    Layer,
    Next,
    Open,
    Page,
    Ready,
    Run,
    Setup,
    Stop,
    pack,
    pack_failure,
    pack_page,
    pack_ready,
    pack_rows,
    unpack_command,
    unpack_reply,
    unpack_setup,
)

CELLS = (
    st.none()
    | st.integers(min_value=-(2**63), max_value=2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
)
BOUNDS = Bounds(1.5, 10, 100, 200)


def payload(frame: bytes) -> bytes:
    (length,) = LENGTH.unpack_from(frame)
    assert length == len(frame) - LENGTH.size
    return frame[LENGTH.size :]


@pytest.mark.parametrize(
    "command", [Open("a"), Close("a"), Run("a", "SELECT 'é'", BOUNDS, True, 7, True), Next(BOUNDS), Stop()]
)
def test_commands(command: Command) -> None:
    assert unpack_command(payload(pack(command))) == command


def test_setup_and_ready() -> None:
    assert unpack_setup(payload(pack(Setup(1, 2, 3, 4)))) == Setup(1, 2, 3, 4)
    ready = Ready("3.50", tuple(Layer))
    assert unpack_reply(payload(pack_ready(ready))) == ready


@given(st.lists(st.tuples(CELLS, CELLS), max_size=20), st.booleans())
def test_pages(rows: list[tuple[object, ...]], last: bool) -> None:
    packed = pack_rows(rows[:7]) + pack_rows(rows[7:])  # type: ignore[arg-type]
    columns = (("a", "TEXT"), ("b", ""))
    page = unpack_reply(payload(pack_page(columns, packed, count=len(rows), last=last)))
    assert page == Page(columns, tuple(rows), last, len(packed))  # type: ignore[arg-type]
    assert [type(cell) for row in page.rows for cell in row] == [type(cell) for row in rows for cell in row]


def test_numbers_that_are_none() -> None:
    row = unpack_reply(payload(pack_page((), pack_rows([(math.nan, math.inf, -0.0)]), count=1, last=True)))
    assert isinstance(row, Page)
    assert str(row.rows[0]) == "(nan, inf, -0.0)"


@pytest.mark.parametrize("kind", FailureKind)
def test_failures(kind: FailureKind) -> None:
    failure = Failure(kind, "why", (("a", ""),))
    assert unpack_reply(payload(pack_failure(failure))) == failure


@given(st.binary(max_size=200))
def test_rubbish_from_a_worker_is_a_value_error(rubbish: bytes) -> None:
    with pytest.raises(ValueError, match=r"^"):
        unpack_reply(rubbish)


def test_page_with_rows_missing_is_rubbish() -> None:
    frame = pack_page((("a", ""),), pack_rows([(1,)]), count=2, last=True)
    with pytest.raises(ValueError, match="no reply"):
        unpack_reply(payload(frame))
