"""The rows of the pet-shop database, drawn by rule from the words and one fixed seed.

Amounts are reckoned in whole cents, so that every total is exactly the sum of its lines; a row shows euros.
Each row type has the columns of its table, in their order.
"""

from __future__ import annotations

import random
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple, TypeVar

from examples.pet_shop_words import CATALOGUE, COUNTRIES, SPECIES, STORES, CountryWords, ProductLine

T = TypeVar("T")

FIRST_DAY = date(2024, 1, 1)
LAST_DAY = date(2025, 12, 31)
ORDERS = 4000
APPOINTMENTS = 1400
# January to December: people buy before Christmas and travel in August.
ORDERS_BY_MONTH = (82, 78, 92, 98, 104, 96, 84, 68, 94, 106, 128, 160)
VISITS_BY_MONTH = (80, 84, 110, 124, 120, 108, 92, 78, 104, 98, 86, 70)
VISIT_CENTS = {"check-up": 4500, "vaccination": 5200, "follow-up": 0, "dental cleaning": 14000, "surgery": 32000}
VISIT_SHARES = (46, 30, 10, 9, 5)
# As the tills wrote them down over the years.
METHODS = ("Card", "card", "Cash", "cash", "PayPal", "paypal", "Bank transfer", "bank transfer")
METHOD_SHARES = (44, 13, 12, 5, 11, 4, 8, 3)
MAIL_HOSTS = ("example.com", "example.org", "example.net", "Example.com")


class Country(NamedTuple):
    code: str
    name: str
    region: str


class Store(NamedTuple):
    store_id: int
    name: str
    city: str
    country_code: str
    opened_on: str


class Customer(NamedTuple):
    customer_id: int
    first_name: str
    last_name: str
    email: str | None
    country_code: str
    registered_on: str
    referred_by: int | None


class Staff(NamedTuple):
    staff_id: int
    name: str
    role: str
    store_id: int
    manager_id: int | None
    hired_on: str


class Species(NamedTuple):
    species_id: int
    name: str


class Product(NamedTuple):
    product_id: int
    name: str
    category: str
    price: float
    discontinued: int


class ProductSpecies(NamedTuple):
    product_id: int
    species_id: int


class Order(NamedTuple):
    order_id: int
    customer_id: int
    store_id: int
    country: str
    ordered_on: str
    status: str
    total: float
    sold_by: int
    approved_by: int | None


class OrderLine(NamedTuple):
    order_id: int
    line_number: int
    product_id: int
    quantity: int
    unit_price: float
    discount: float | None


class Payment(NamedTuple):
    payment_id: int
    order_id: int
    method: str
    amount: float
    paid_on: str


class Appointment(NamedTuple):
    appointment_id: int
    customer_id: int
    store_id: int
    species_id: int
    kind: str
    scheduled_at: str
    vet_id: int
    booked_by: int | None
    fee: float


class Draw:
    """Draws that rest on `Random.random` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def below(self, end: int) -> int:
        return int(self._random() * end)

    def chance(self, probability: float) -> bool:
        return self._random() < probability

    def one(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def weighted(self, choices: Sequence[T], weights: Sequence[float]) -> T:
        bounds = list(accumulate(weights))
        return choices[bisect_right(bounds, self._random() * bounds[-1], hi=len(bounds) - 1)]

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.below((last - first).days + 1))


class PetShop:
    """All rows, table by table, in an order in which every foreign key finds its row."""

    def __init__(self, seed: int) -> None:
        self._draw = Draw(seed)
        self.countries = [Country(words.code, words.name, words.region) for words in COUNTRIES]
        self.stores = [Store(number, *words[:4]) for number, words in enumerate(STORES, start=1)]
        self.customers = self._customer_rows()
        self.staff = self._staff_rows()
        self.species = [Species(number, name) for number, name in enumerate(SPECIES, start=1)]
        self.products: list[Product] = []
        self.product_species: list[ProductSpecies] = []
        self._lines_of_catalogue: list[ProductLine] = []
        self._add_products()
        self.orders: list[Order] = []
        self.order_lines: list[OrderLine] = []
        self.payments: list[Payment] = []
        self._add_orders()
        self.appointments = self._appointment_rows()
