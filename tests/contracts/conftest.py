"""The database that the contract tests ask about: that of tests.fakes, with rows."""

import sqlite3
from pathlib import Path

import pytest

from services.contracts.catalogue import Catalogue

SHOP = """
CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT);
CREATE TABLE orders (order_id INTEGER PRIMARY KEY, country TEXT REFERENCES countries (code), total REAL);
INSERT INTO countries VALUES ('FR', 'France'), ('DE', 'Germany');
INSERT INTO orders VALUES (1, 'FR', 10.5), (2, 'FR', 20), (3, 'DE', 5);
"""


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder: Path = tmp_path_factory.mktemp("contracts")
    for name in ("shop", "branch"):
        connection = sqlite3.connect(folder / f"{name}.sqlite")
        connection.executescript(SHOP)
        connection.close()
    return Catalogue.of({name: folder / f"{name}.sqlite" for name in ("shop", "branch")})
