"""The pet-shop sample database: `python -m examples.pet_shop FILE` writes it, each time the same bytes."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.pet_shop_draws import draw_rows
from examples.pet_shop_rows import PetShopRows

# With this seed, no question of the kind "which ... the most" ends in a tie.
SEED = 344

SCHEMA = """
CREATE TABLE countries (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    region TEXT NOT NULL
);
CREATE TABLE stores (
    store_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    city TEXT NOT NULL,
    country_code TEXT NOT NULL REFERENCES countries(code),
    opened_on TEXT NOT NULL
);
CREATE TABLE customers (
    customer_id INTEGER PRIMARY KEY,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    email TEXT,
    country_code TEXT NOT NULL REFERENCES countries(code),
    registered_on TEXT NOT NULL,
    referred_by INTEGER REFERENCES customers(customer_id)
);
CREATE TABLE staff (
    staff_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    store_id INTEGER NOT NULL REFERENCES stores(store_id),
    manager_id INTEGER REFERENCES staff(staff_id),
    hired_on TEXT NOT NULL
);
CREATE TABLE species (
    species_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE products (
    product_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    price REAL NOT NULL,
    discontinued INTEGER NOT NULL
);
CREATE TABLE product_species (
    product_id INTEGER NOT NULL REFERENCES products(product_id),
    species_id INTEGER NOT NULL REFERENCES species(species_id),
    PRIMARY KEY (product_id, species_id)
);
CREATE TABLE orders (
    order_id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers(customer_id),
    store_id INTEGER NOT NULL REFERENCES stores(store_id),
    country TEXT NOT NULL REFERENCES countries(code),
    ordered_on TEXT NOT NULL,
    status TEXT NOT NULL,
    total REAL NOT NULL,
    sold_by INTEGER NOT NULL REFERENCES staff(staff_id),
    approved_by INTEGER REFERENCES staff(staff_id)
);
CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders(order_id),
    line_number INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES products(product_id),
    quantity INTEGER NOT NULL,
    unit_price REAL NOT NULL,
    discount REAL,
    PRIMARY KEY (order_id, line_number)
);
CREATE TABLE payments (
    payment_id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders(order_id),
    method TEXT NOT NULL,
    amount REAL NOT NULL,
    paid_on TEXT NOT NULL
);
CREATE TABLE appointments (
    appointment_id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers(customer_id),
    store_id INTEGER NOT NULL REFERENCES stores(store_id),
    species_id INTEGER NOT NULL REFERENCES species(species_id),
    kind TEXT NOT NULL,
    scheduled_at TEXT NOT NULL,
    vet_id INTEGER NOT NULL REFERENCES staff(staff_id),
    booked_by INTEGER REFERENCES staff(staff_id),
    fee REAL NOT NULL
);
"""

# SQLite 3.54 packs a whole number of a REAL column as a float where the table has an index, older versions as
# an integer: so the indexes come after the rows, and rows whose primary key is an index are written anew.
AFTER_THE_ROWS = (
    "UPDATE order_lines SET unit_price = unit_price",
    "CREATE INDEX orders_by_customer ON orders(customer_id)",
    "CREATE INDEX lines_by_product ON order_lines(product_id)",
    "CREATE INDEX payments_by_order ON payments(order_id)",
    "CREATE INDEX appointments_by_customer ON appointments(customer_id)",
    "COMMIT",
    "VACUUM",
)

# What a build option or an older default of SQLite could change in the file.
SETTINGS = """
PRAGMA page_size = 4096;
PRAGMA auto_vacuum = NONE;
PRAGMA encoding = 'UTF-8';
PRAGMA legacy_file_format = OFF;
PRAGMA secure_delete = ON;
PRAGMA journal_mode = MEMORY;
PRAGMA foreign_keys = ON;
"""

# Offsets: https://www.sqlite.org/fileformat.html, "The Database Header" and "B-tree Pages".
PAGE_SIZE, HEADER_SIZE = 4096, 100
CHANGE_COUNTER, VERSION_VALID_FOR, LIBRARY_VERSION = 24, 92, 96
RECORDED_LIBRARY_VERSION = 3_040_000
INTERIOR_PAGES = (2, 5)


def build(path: Path) -> Path:
    """Write the database to `path`, in place of any file there, and return `path`."""
    rows = draw_rows(SEED)
    with TemporaryDirectory(dir=path.parent, prefix=".pet_shop.") as folder:
        draft = Path(folder) / path.name
        _write(draft, rows)
        draft.write_bytes(_normalised(draft.read_bytes()))
        draft.replace(path)
    return path


def _write(path: Path, rows: PetShopRows) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(SETTINGS)
        connection.executescript("BEGIN;" + SCHEMA)
        for table in fields(rows):
            records = getattr(rows, table.name)
            marks = ", ".join("?" for _ in records[0])
            connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", records)
        for statement in AFTER_THE_ROWS:
            connection.execute(statement)


def _normalised(file: bytes) -> bytes:
    """The same database without what tells which SQLite wrote it: the header's stamps, and stale bytes in pages.

    The two counters stay equal: otherwise SQLite would not trust the page count in the header.
    """
    pages = bytearray(file)
    for offset, value in (
        (CHANGE_COUNTER, 1),
        (VERSION_VALID_FOR, 1),
        (LIBRARY_VERSION, RECORDED_LIBRARY_VERSION),
    ):
        pages[offset : offset + 4] = value.to_bytes(4, "big")
    for page in range(0, len(pages), PAGE_SIZE):
        start, end = _unused(pages[page : page + PAGE_SIZE], header=HEADER_SIZE if page == 0 else 0)
        pages[page + start : page + end] = bytes(end - start)
    return bytes(pages)


def _unused(page: bytearray, *, header: int) -> tuple[int, int]:
    """Where the gap between a page's cell pointers and its cells starts and ends.

    After VACUUM every page is a b-tree page. secure_delete wipes what is freed among the cells, but versions
    differ in what they leave in the gap.
    """
    cells = int.from_bytes(page[header + 3 : header + 5], "big")
    pointers = header + (12 if page[header] in INTERIOR_PAGES else 8)
    return pointers + 2 * cells, int.from_bytes(page[header + 5 : header + 7], "big")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m examples.pet_shop FILE")
    print(build(Path(sys.argv[1])))
