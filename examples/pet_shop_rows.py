"""The row types of the pet-shop database: each has the columns of its table, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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


@dataclass(frozen=True)
class PetShopRows:
    """One field per table, in an order in which every foreign key finds its row."""

    countries: list[Country]
    stores: list[Store]
    customers: list[Customer]
    staff: list[Staff]
    species: list[Species]
    products: list[Product]
    product_species: list[ProductSpecies]
    orders: list[Order]
    order_lines: list[OrderLine]
    payments: list[Payment]
    appointments: list[Appointment]
