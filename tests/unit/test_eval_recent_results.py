"""Results of one turn are asked for several times and run once."""

from pathlib import Path

import apsw

from eval.protocols.recent_results import RememberingRunner
from services.contracts.catalogue import Database

CHANCE = "SELECT random()"


def test_the_latest_results_are_remembered_and_older_ones_are_not(tmp_path: Path) -> None:
    with apsw.Connection(str(tmp_path / "one.sqlite")) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    database = Database("one", tmp_path / "one.sqlite")
    with RememberingRunner() as runner:
        first = runner.run(database, CHANCE)
        for number in range(5):
            runner.run(database, f"SELECT {number}")
        assert runner.run(database, CHANCE) is first
        for number in range(6):
            runner.run(database, f"SELECT {number} + 1")
        assert runner.run(database, CHANCE) != first
