"""A query runner that remembers its latest results, for one turn needs those of its reference several times."""

from collections import OrderedDict
from pathlib import Path

from eval.metrics.result import Result
from eval.running import Failure, QueryRunner, RunLimits
from services.contracts.catalogue import Database

_KEPT = 6  # results may be large


class RememberingRunner(QueryRunner):
    """The databases must not change while it is in use. A reference that runs into its time limit does so once."""

    def __init__(self, limits: RunLimits | None = None) -> None:
        super().__init__(limits)
        self._recent: OrderedDict[tuple[Path, str], Result | Failure] = OrderedDict()

    def run(self, database: Database, sql: str) -> Result | Failure:
        key = database.path, sql
        found = self._recent.pop(key, None) or super().run(database, sql)
        self._recent[key] = found
        while len(self._recent) > _KEPT:
            self._recent.popitem(last=False)
        return found
