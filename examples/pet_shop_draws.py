"""The rows of the pet-shop database, drawn by rule from the words and one fixed seed.

Amounts are reckoned in whole cents, so that an order's total is exactly the sum of its lines; the rows hold
euros.
"""

from __future__ import annotations

import random
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import TypeVar

from examples.pet_shop_rows import (
    Appointment,
    Country,
    Customer,
    Order,
    OrderLine,
    Payment,
    PetShopRows,
    Product,
    ProductSpecies,
    Species,
    Staff,
    Store,
)
from examples.pet_shop_words import (
    CATALOGUE,
    COUNTRIES,
    NO_ORDERS_FROM,
    SPECIES,
    STORES,
    ProductLine,
)

T = TypeVar("T")

DAYS = [date(2024, 1, 1) + timedelta(days=number) for number in range(366 + 365)]
ORDERS = 4000
APPOINTMENTS = 1400
# January to December: people buy before Christmas and travel in August.
ORDERS_BY_MONTH = (82, 78, 92, 98, 104, 96, 84, 68, 94, 106, 128, 160)
VISITS_BY_MONTH = (80, 84, 110, 124, 120, 108, 92, 78, 104, 98, 86, 70)
# Monday to Sunday; the vets rest on Sunday.
ORDERS_BY_WEEKDAY = (9, 8, 9, 10, 13, 18, 6)
VISITS_BY_WEEKDAY = (12, 10, 10, 10, 11, 6, 0)
GROWTH_IN_2025 = 1.2

VISIT_CENTS = {
    "check-up": 4500,
    "vaccination": 5200,
    "follow-up": 0,
    "dental cleaning": 14000,
    "surgery": 32000,
}
VISIT_SHARES = (46, 30, 10, 9, 5)
# As the tills wrote them down over the years.
METHODS = ("Card", "card", "Cash", "cash", "PayPal", "paypal", "Bank transfer", "bank transfer")
METHOD_SHARES = (44, 13, 12, 5, 11, 4, 8, 3)
MAIL_HOSTS = ("example.com", "example.org", "example.net", "Example.com")
APPROVAL_FROM_CENTS = 15000


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


@dataclass(frozen=True)
class Article:
    """A product with what governs its sales."""

    product: Product
    line: ProductLine
    species: tuple[str, ...]
    popularity: float

    def weight(self, *, pet: str, day: date) -> float:
        wanted = not self.species or pet in self.species
        offered = day.month in self.line.months and not (self.line.discontinued and day.year > 2024)
        return self.popularity if wanted and offered else 0.0


@dataclass(frozen=True)
class Shopper:
    """A customer with what governs their orders."""

    customer: Customer
    pet: str
    loyalty: int


def draw_rows(seed: int) -> PetShopRows:
    draw = Draw(seed)
    stores = [Store(number, *words[:4]) for number, words in enumerate(STORES, start=1)]
    customers = _customers(draw)
    staff = _staff(draw, stores)
    species = [Species(number, name) for number, name in enumerate(SPECIES, start=1)]
    numbers = {row.name: row.species_id for row in species}
    articles = list(_articles())
    shoppers = [_shopper(draw, customer) for customer in customers]
    orders, lines = _orders(draw, shoppers, stores, staff, articles)
    return PetShopRows(
        countries=[Country(words.code, words.name, words.region) for words in COUNTRIES],
        stores=stores,
        customers=customers,
        staff=staff,
        species=species,
        products=[article.product for article in articles],
        product_species=[
            ProductSpecies(article.product.product_id, numbers[name])
            for article in articles
            for name in article.species
        ],
        orders=orders,
        order_lines=lines,
        payments=_payments(draw, orders),
        appointments=_appointments(draw, shoppers, stores, staff, numbers),
    )


def _names(words: str) -> list[str]:
    return [word.replace("_", " ") for word in words.split()]


def _euros(cents: int) -> float:
    return cents / 100


def _ascii(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(letter for letter in letters if letter.isalpha())


def _customers(draw: Draw) -> list[Customer]:
    people = []
    seen = set()
    for words in COUNTRIES:
        first_names, last_names = _names(words.first_names), _names(words.last_names)
        for _ in range(words.customers):
            name = (draw.one(first_names), draw.one(last_names))
            # A few namesakes stay: two people of one name are two customers.
            while name in seen and not draw.chance(0.02):
                name = (draw.one(first_names), draw.one(last_names))
            seen.add(name)
            people.append((_registered_on(draw), name, words.code))
    people.sort()
    customers: list[Customer] = []
    namesakes: Counter[str] = Counter()
    for number, (registered_on, (first, last), code) in enumerate(people, start=1):
        compatriots = [other.customer_id for other in customers if other.country_code == code]
        # The product of two draws favours the early customers: some refer many.
        place = draw.below(1000) * draw.below(1000) * len(compatriots) // 1_000_000
        referrer = compatriots[place] if compatriots and draw.chance(0.18) else None
        email = None if draw.chance(0.04) else _email(draw, f"{_ascii(first)}.{_ascii(last)}", namesakes)
        customers.append(Customer(number, first, last, email, code, registered_on, referrer))
    return customers


def _registered_on(draw: Draw) -> str:
    if draw.chance(0.55):
        return draw.day(date(2019, 1, 7), date(2023, 12, 31)).isoformat()
    return draw.day(DAYS[0], date(2025, 11, 30)).isoformat()


def _email(draw: Draw, local: str, namesakes: Counter[str]) -> str:
    """An address as its owner typed it: most in lower case, some not; none twice, whatever the case."""
    namesakes[local] += 1
    number = f".{namesakes[local]}" if namesakes[local] > 1 else ""
    address = f"{local}{number}@{draw.one(MAIL_HOSTS)}"
    return address if draw.chance(0.2) else address.lower()


def _staff(draw: Draw, stores: list[Store]) -> list[Staff]:
    words_of = {words.code: words for words in COUNTRIES}
    staff: list[Staff] = []

    def hire(role: str, store: Store, manager_id: int | None, hired: date) -> int:
        words = words_of[store.country_code]
        taken = {row.name for row in staff}
        colleagues = {row.name.split()[0] for row in staff if row.store_id == store.store_id}
        first = draw.one([name for name in _names(words.first_names) if name not in colleagues])
        name = f"{first} {draw.one(_names(words.last_names))}"
        while name in taken:
            name = f"{first} {draw.one(_names(words.last_names))}"
        staff.append(Staff(len(staff) + 1, name, role, store.store_id, manager_id, hired.isoformat()))
        return len(staff)

    director = hire("managing director", stores[0], None, date(2009, 1, 5))
    regional: dict[str, int] = {}
    for store in stores:
        region = words_of[store.country_code].region
        if region not in regional:
            regional[region] = hire(
                "regional manager", store, director, draw.day(date(2011, 1, 1), date(2018, 12, 31))
            )
    for store in stores:
        opened = date.fromisoformat(store.opened_on)
        manager = hire("store manager", store, regional[words_of[store.country_code].region], opened)
        for role in ("vet", "receptionist", "sales assistant"):
            hire(role, store, manager, opened)
        hire("sales assistant", store, manager, draw.day(opened, date(2025, 6, 30)))
        if opened.year < 2016:
            for role in ("vet", "sales assistant"):
                hire(role, store, manager, draw.day(opened, date(2025, 6, 30)))
    return staff


def _articles() -> Iterator[Article]:
    number = 0
    for line in CATALOGUE:
        groups = [(name,) for name in line.species] if "{species}" in line.name else [line.species]
        for species in groups:
            for place, (version, multiple) in enumerate(line.versions):
                number += 1
                name = line.name.format(species="".join(species).lower(), version=version)
                price = _euros(round(line.cents * multiple / 10) * 10)
                product = Product(
                    number, name[0].upper() + name[1:], line.category, price, int(line.discontinued)
                )
                yield Article(product, line, species, line.popularity / len(groups) / (1 + place / 2))


def _shopper(draw: Draw, customer: Customer) -> Shopper:
    loyalty = 0 if customer.country_code == NO_ORDERS_FROM else draw.one((0, 1, 1, 2, 2, 3, 5, 8))
    return Shopper(customer, draw.weighted(list(SPECIES), list(SPECIES.values())), loyalty)


def _days(draw: Draw, count: int, by_month: Sequence[int], by_weekday: Sequence[int]) -> list[date]:
    weights = [
        by_month[day.month - 1] * by_weekday[day.weekday()] * (GROWTH_IN_2025 if day.year == 2025 else 1)
        for day in DAYS
    ]
    return sorted(draw.weighted(DAYS, weights) for _ in range(count))


def _store_for(draw: Draw, stores: list[Store], country: str, day: date) -> Store:
    open_here = [
        (store, words.share)
        for store, words in zip(stores, STORES, strict=True)
        if country in words.serves and store.opened_on <= day.isoformat()
    ]
    return draw.weighted([store for store, _ in open_here], [share for _, share in open_here])


def _at_work(staff: list[Staff], store: Store, day: date, *roles: str) -> list[Staff]:
    return [
        row
        for row in staff
        if row.store_id == store.store_id and row.role in roles and row.hired_on <= day.isoformat()
    ]


def _orders(
    draw: Draw, shoppers: list[Shopper], stores: list[Store], staff: list[Staff], articles: list[Article]
) -> tuple[list[Order], list[OrderLine]]:
    orders: list[Order] = []
    all_lines: list[OrderLine] = []
    loyalties = [shopper.loyalty for shopper in shoppers]
    homes = [words.code for words in COUNTRIES if words.code != NO_ORDERS_FROM]
    for number, day in enumerate(_days(draw, ORDERS, ORDERS_BY_MONTH, ORDERS_BY_WEEKDAY), start=1):
        shopper = draw.weighted(shoppers, loyalties)
        while shopper.customer.registered_on > day.isoformat():
            shopper = draw.weighted(shoppers, loyalties)
        # A present for someone abroad is an order of the country that it goes to.
        country = draw.one(homes) if draw.chance(0.05) else shopper.customer.country_code
        store = _store_for(draw, stores, country, day)
        pet = draw.one(list(SPECIES)) if draw.chance(0.1) else shopper.pet
        lines, cents = _order_lines(draw, number, articles, pet, day)
        all_lines += lines
        seller = draw.one(_at_work(staff, store, day, "sales assistant", "receptionist", "store manager"))
        orders.append(
            Order(
                order_id=number,
                customer_id=shopper.customer.customer_id,
                store_id=store.store_id,
                country=country,
                ordered_on=day.isoformat(),
                status=_status(draw, day),
                total=_euros(cents),
                sold_by=seller.staff_id,
                approved_by=_approver(draw, staff, store, cents),
            )
        )
    return orders, all_lines


def _order_lines(
    draw: Draw, order_id: int, articles: list[Article], pet: str, day: date
) -> tuple[list[OrderLine], int]:
    """The lines of one order and their sum in cents."""
    weights = [article.weight(pet=pet, day=day) for article in articles]
    basket: list[Article] = []
    size = draw.weighted((1, 2, 3, 4, 5), (30, 32, 20, 12, 6))
    while len(basket) < size:
        article = draw.weighted(articles, weights)
        if article not in basket:
            basket.append(article)
    lines = []
    total = 0
    for line_number, article in enumerate(basket, start=1):
        product = article.product
        cents = round(product.price * 100)
        # Prices rose in 2025; what was paid stands in the line.
        unit_cents = cents if day.year == 2025 else cents * 96 // 500 * 5
        quantity = draw.weighted((1, 2, 3, 4), (66, 22, 8, 4))
        percent = draw.one((5, 10, 10, 20)) if draw.chance(0.12) else 0
        discount_cents = unit_cents * quantity * percent // 100
        total += unit_cents * quantity - discount_cents
        discount = _euros(discount_cents) if percent else None
        lines.append(
            OrderLine(order_id, line_number, product.product_id, quantity, _euros(unit_cents), discount)
        )
    return lines, total


def _status(draw: Draw, day: date) -> str:
    if (DAYS[-1] - day).days < 14 and draw.chance(0.6):
        return "pending"
    return draw.weighted(("completed", "cancelled", "returned"), (91, 5, 4))


def _approver(draw: Draw, staff: list[Staff], store: Store, cents: int) -> int | None:
    """Large orders want an approval, and some slipped through without."""
    if cents < APPROVAL_FROM_CENTS or draw.chance(0.1):
        return None
    manager = next(row for row in staff if row.store_id == store.store_id and row.role == "store manager")
    return manager.staff_id if draw.chance(0.8) else manager.manager_id


def _payments(draw: Draw, orders: list[Order]) -> list[Payment]:
    payments: list[Payment] = []
    for order in orders:
        if order.status in ("pending", "cancelled") or draw.chance(0.03):
            continue
        cents = round(order.total * 100)
        deposit = cents * draw.one((30, 40, 50)) // 100 if cents > 4000 and draw.chance(0.15) else 0
        day = date.fromisoformat(order.ordered_on)
        for part in (deposit, cents - deposit) if deposit else (cents,):
            method = draw.weighted(METHODS, METHOD_SHARES)
            payments.append(Payment(len(payments) + 1, order.order_id, method, _euros(part), day.isoformat()))
            day = min(day + timedelta(days=7 + draw.below(24)), DAYS[-1])
    return payments


def _fee_cents(draw: Draw, kind: str, day: date) -> int:
    extras = 250 * draw.below(8) + (300 if day.year == 2025 else 0)
    return VISIT_CENTS[kind] + extras if VISIT_CENTS[kind] else 0


def _appointments(
    draw: Draw, shoppers: list[Shopper], stores: list[Store], staff: list[Staff], numbers: dict[str, int]
) -> list[Appointment]:
    served = {code for words in STORES for code in words.serves}
    # Nobody brings a goldfish.
    patients = [
        shopper
        for shopper in shoppers
        if shopper.pet != "Goldfish" and shopper.customer.country_code in served
    ]
    taken: set[tuple[int, str]] = set()
    drafts: list[Appointment] = []
    for day in _days(draw, APPOINTMENTS, VISITS_BY_MONTH, VISITS_BY_WEEKDAY):
        patient = draw.one(patients)
        while patient.customer.registered_on > day.isoformat():
            patient = draw.one(patients)
        store = _store_for(draw, stores, patient.customer.country_code, day)
        vet = draw.one(_at_work(staff, store, day, "vet"))
        slot = ""
        while not slot or (vet.staff_id, slot) in taken:
            slot = f"{day.isoformat()} {9 + draw.below(9):02}:{15 * draw.below(4):02}"
        taken.add((vet.staff_id, slot))
        kind = draw.weighted(list(VISIT_CENTS), VISIT_SHARES)
        desk = _at_work(staff, store, day, "receptionist", "sales assistant")
        # Who books over the website is booked by nobody.
        booked_by = None if draw.chance(0.35) else draw.one(desk).staff_id
        drafts.append(
            Appointment(
                appointment_id=0,
                customer_id=patient.customer.customer_id,
                store_id=store.store_id,
                species_id=numbers[patient.pet],
                kind=kind,
                scheduled_at=slot,
                vet_id=vet.staff_id,
                booked_by=booked_by,
                fee=_euros(_fee_cents(draw, kind, day)),
            )
        )
    drafts.sort(key=lambda draft: (draft.scheduled_at, draft.store_id, draft.vet_id))
    return [draft._replace(appointment_id=number) for number, draft in enumerate(drafts, start=1)]
