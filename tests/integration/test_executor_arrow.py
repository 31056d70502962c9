"""Results as Arrow tables."""

from pathlib import Path
from typing import Any

import pytest

from services.contracts.models import Limits
from services.executor.executor import SandboxedExecutor
from tests.executor_shop import create, fetch_request, with_executor

pytest.importorskip("pyarrow", reason="needs the extra `arrow`")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create(tmp_path_factory.mktemp("shop") / "shop.sqlite")


def table_of(path: Path, sql: str) -> Any:
    from services.executor.arrow import arrow_table

    async def work(executor: SandboxedExecutor) -> Any:
        return await arrow_table(executor.fetch(fetch_request(sql, page_rows=2, limits=Limits(seconds=5))))

    return with_executor(path, work)


@pytest.mark.parametrize(
    ("values", "arrow_type", "expected"),
    [
        ("1, NULL, 9223372036854775807", "int64", [1, None, 2**63 - 1]),
        ("1.5, NULL, 2.0", "double", [1.5, None, 2.0]),
        ("1, 2.5, NULL", "double", [1.0, 2.5, None]),
        ("'a', NULL, ''", "string", ["a", None, ""]),
        ("x'00ff', NULL, x''", "binary", [b"\x00\xff", None, b""]),
        ("NULL, NULL", "null", [None, None]),
        ("9223372036854775807, 0.5", "dense_union<int64: int64=0, double: double=1>", [2**63 - 1, 0.5]),
        (
            "1, 'a', x'00', NULL",
            "dense_union<int64: int64=0, string: string=1, binary: binary=2>",
            [1, "a", b"\0", None],
        ),
    ],
)
def test_types(shop: Path, values: str, arrow_type: str, expected: list[object]) -> None:
    rows = ", ".join(f"({value})" for value in values.split(", "))
    table = table_of(shop, f"SELECT column1 AS a FROM (VALUES {rows})")
    assert str(table.schema.field("a").type) == arrow_type
    assert table.column("a").to_pylist() == expected


def test_whole_result(shop: Path) -> None:
    table = table_of(shop, "SELECT i, t FROM numbers WHERE i <= 101 ORDER BY i")
    assert table.num_rows == 101
    assert table.column("t").to_pylist()[-1] == "number 101"


def test_empty_result_and_equal_names(shop: Path) -> None:
    table = table_of(shop, "SELECT i AS a, t AS a FROM numbers WHERE i < 0")
    assert (table.num_rows, table.column_names) == (0, ["a", "a"])
