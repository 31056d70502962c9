"""Pages of a result as the contract has them, and what of a `fetch` is still to come."""

from services.contracts.models import FetchRequest, ResultColumn, ResultPage
from services.executor.messages import Bounds, Page
from services.executor.settings import ExecutorSettings

_LEAST_SECONDS = 0.001


def result_page(page: Page, *, offset: int = 0) -> ResultPage:
    """Without checking every cell: the worker's protocol has no other types than a cell may have."""
    return ResultPage.model_construct(
        columns=tuple(ResultColumn(name=name, type=declared) for name, declared in page.columns),
        rows=page.rows,
        offset=offset,
        last=page.last,
    )


class Budget:
    """What the limits of a `fetch` still allow."""

    def __init__(self, request: FetchRequest, settings: ExecutorSettings) -> None:
        limits = settings.for_fetch(request.limits)
        self.limits = limits
        self._page_rows = request.page_rows
        self._page_bytes = settings.page_bytes
        self._seconds_left = limits.seconds
        self._rows_left = limits.rows
        self._bytes_left = limits.bytes

    @property
    def delivered(self) -> int:
        """Rows so far."""
        return self.limits.rows - self._rows_left

    @property
    def spent(self) -> bool:
        return self._rows_left <= 0 or self._bytes_left <= 0

    def next_page(self) -> Bounds:
        return Bounds(
            seconds=max(self._seconds_left, _LEAST_SECONDS),
            rows=min(self._page_rows, self._rows_left),
            bytes=min(self._page_bytes, self._bytes_left),
            row_bytes=self._bytes_left,
        )

    def spend(self, page: Page, *, seconds: float) -> None:
        self._seconds_left -= seconds
        self._rows_left -= len(page.rows)
        self._bytes_left -= page.size
