"""A lending library: a small database with every kind of key that a join can meet, and names that need quotes.

Two keys to one table (people's cities), a key to the own table (boss), a link table to one table twice (friends) and
to two tables (wishes), a composite key (loans → editions), one row for one (fines), no key at all (weather).
"""

from functools import cache

import apsw

from services.contracts.schema import Schema
from services.value_index.snapshot import read_schema

SCRIPT = """
CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE cities (id INTEGER PRIMARY KEY, name TEXT, country_code TEXT REFERENCES countries(code));
CREATE TABLE people (
    id INTEGER PRIMARY KEY, name TEXT, age INTEGER,
    home_city INTEGER REFERENCES cities(id), work_city INTEGER REFERENCES cities(id),
    boss_id INTEGER REFERENCES people(id)
);
CREATE TABLE friends (
    person_id INTEGER REFERENCES people(id), friend_id INTEGER REFERENCES people(id), since TEXT,
    PRIMARY KEY (person_id, friend_id)
);
CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, "group" TEXT, price REAL, "Date of print" TEXT);
CREATE TABLE editions (
    book_id INTEGER REFERENCES books(id), number INTEGER, pages INTEGER, PRIMARY KEY (book_id, number)
);
CREATE TABLE loans (
    id INTEGER PRIMARY KEY, book_id INTEGER, edition INTEGER, person_id INTEGER REFERENCES people(id),
    "from" TEXT, "to" TEXT, FOREIGN KEY (book_id, edition) REFERENCES editions(book_id, number)
);
CREATE TABLE wishes (person_id INTEGER REFERENCES people(id), book_id INTEGER REFERENCES books(id), note TEXT);
CREATE TABLE fines (loan_id INTEGER UNIQUE REFERENCES loans(id), amount REAL);
CREATE TABLE weather (place TEXT, day TEXT, rain REAL);

INSERT INTO countries VALUES ('FR', 'France'), ('DE', 'Germany'), ('IT', 'Italy');
INSERT INTO cities VALUES (1, 'Lyon', 'FR'), (2, 'Bonn', 'DE'), (3, 'Köln', 'DE'), (4, 'Rome', 'IT'), (5, NULL, NULL);
INSERT INTO people VALUES
    (1, 'Ann', 41, 1, 2, NULL), (2, 'Bob', 29, 2, 2, 1), (3, 'Cleo', 35, 3, 1, 1), (4, 'O''Hara', NULL, 4, NULL, 2),
    (5, 'ann', 41, NULL, 3, 3), (6, NULL, 18, 1, 1, 3);
INSERT INTO friends VALUES (1, 2, '2019'), (2, 1, '2019'), (1, 3, '2020'), (4, 5, NULL), (6, 1, '2021');
INSERT INTO books VALUES
    (1, 'Emma', 'novel', 9.5, '1815-12-23'), (2, 'Ulysses', 'novel', 12.0, '1922-02-02'),
    (3, 'Cosmos', 'science', 20.25, '1980-09-28'), (4, 'Untitled', NULL, NULL, NULL),
    (5, 'Emma', 'music', 9.5, '2001-01-01');
INSERT INTO editions VALUES (1, 1, 300), (1, 2, 310), (2, 1, 730), (3, 1, 365), (5, 1, NULL);
INSERT INTO loans VALUES
    (1, 1, 1, 1, '2023-01-05', '2023-02-01'), (2, 1, 2, 2, '2023-01-20', NULL),
    (3, 2, 1, 1, '2023-03-02', '2023-03-09'),
    (4, 3, 1, 3, '2024-05-05', '2024-05-06'), (5, 5, 1, 4, '2024-06-01', NULL),
    (6, 1, 1, 6, '2024-06-11', '2024-07-01');
INSERT INTO wishes VALUES (1, 2, 'soon'), (1, 3, NULL), (2, 1, 'gift'), (5, 4, ''), (6, 2, 'soon');
INSERT INTO fines VALUES (1, 2.5), (3, 1.0), (6, 2.5);
INSERT INTO weather VALUES ('Lyon', '2023-01-05', 3.5), ('Bonn', '2023-01-05', 0), ('Rome', '2024-06-01', NULL);
"""


def library(*, double_quoted_text: bool = False) -> apsw.Connection:
    """A fresh copy in memory. `double_quoted_text`: as in stock SQLite, which the executor's mode is not."""
    connection = apsw.Connection(":memory:")
    connection.execute(SCRIPT)
    connection.config(apsw.SQLITE_DBCONFIG_DQS_DML, int(double_quoted_text))
    return connection


@cache
def library_schema() -> Schema:
    return read_schema(library(), "library")
