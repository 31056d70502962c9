"""Standard code lists: the names and codes of one country, language, currency, state of the USA, month or sex.

From pycountry (Debian's iso-codes) and the standard library's calendar; the lists of sexes and of everyday names of
countries that ISO 3166 does not have are our own.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pycountry

from services.contracts.schema import Column
from services.value_index.text_entries import entry_key
from services.value_index.words import name_parts, singular

_EVERYDAY = {
    "US": ("America", "U.S.", "U.S.A.", "the States", "United States of America"),
    "GB": ("UK", "U.K.", "Britain", "Great Britain"),
    "NL": ("Holland",),
    "KR": ("South Korea",),
    "KP": ("North Korea",),
    "RU": ("Russia",),
    "CZ": ("Czech Republic",),
    "TR": ("Turkey",),
    "AE": ("UAE",),
}
_SEXES = (("female", "f", "woman", "women"), ("male", "m", "man", "men"))
_MOST_FORMS = 12


@dataclass(frozen=True, slots=True)
class CodeList:
    """`about`: words in the names of columns that store its codes. `forms`: by the key of one form, all the others of
    the same thing."""

    about: frozenset[str]
    forms: Mapping[str, tuple[str, ...]]

    def suits(self, column: Column) -> bool:
        """Whether the column is one of these codes: by its name, or because its sample values are."""
        if self.about & {singular(part) for part in name_parts(column.name)}:
            return True
        texts = [value for value in column.samples if isinstance(value, str) and value.strip()]
        return len(texts) > 1 and all(entry_key(text) in self.forms for text in texts)


@cache
def code_lists() -> tuple[CodeList, ...]:
    """Read once, in a tenth of a second."""
    months = zip(calendar.month_name[1:], calendar.month_abbr[1:], strict=True)
    return (
        _code_list("country nation nationality", _countries()),
        _code_list("state province region", _states()),
        _code_list("language lang", _languages()),
        _code_list("currency", ((currency.alpha_3, currency.name) for currency in pycountry.currencies)),
        _code_list(
            "month", ((name, short, f"{n}", f"{n:02}") for n, (name, short) in enumerate(months, start=1))
        ),
        _code_list("sex gender", _SEXES),
    )


def _countries() -> Iterator[tuple[str, ...]]:
    for country in pycountry.countries:
        names = (getattr(country, field, "") for field in ("name", "common_name", "official_name"))
        yield (country.alpha_2, country.alpha_3, *names, *_EVERYDAY.get(country.alpha_2, ()))


def _states() -> Iterator[tuple[str, ...]]:
    for state in pycountry.subdivisions:
        if state.country_code == "US":
            yield (state.code.removeprefix("US-"), state.name)


def _languages() -> Iterator[tuple[str, ...]]:
    """Those that have a code of two letters, for the others are 7,000 and their names common words."""
    for language in pycountry.languages:
        if hasattr(language, "alpha_2"):
            yield (language.alpha_2, language.alpha_3, language.name)


def _code_list(about: str, things: Iterable[tuple[str, ...]]) -> CodeList:
    forms: dict[str, list[str]] = defaultdict(list)
    for thing in things:
        said = tuple(dict.fromkeys(form for form in thing if form))
        for form in said:
            forms[entry_key(form)] += (other for other in said if entry_key(other) != entry_key(form))
    return CodeList(
        frozenset(about.split()), {key: tuple(found[:_MOST_FORMS]) for key, found in forms.items()}
    )
