"""Countries, languages and currencies, by the tables of ISO that pycountry carries.

Pure: the tables are read from the library's files, once, when they are first asked for.
"""

from __future__ import annotations

from functools import cache

import pycountry

NO_MONEY = frozenset(
    "BOV CHE CHW CLF COU MXV USN UYI UYW XAD XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split()
)
"""Codes of ISO 4217 in which nobody is paid: units of account and of funds, metals, tests, no currency."""

COUNTRY_WANTED = "must be an ISO 3166-1 alpha-2 code, for example US"
CURRENCY_WANTED = "must be the ISO 4217 code of a currency, for example USD"
LANGUAGE_WANTED = "must be an ISO 639-1 code, for example en, or an ISO 639-3 code where there is none"


@cache
def _countries() -> frozenset[str]:
    return frozenset(country.alpha_2 for country in pycountry.countries)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(currency.alpha_3 for currency in pycountry.currencies) - NO_MONEY


@cache
def _languages() -> frozenset[str]:
    # Scope S: undetermined, several, uncoded, no language at all.
    return frozenset(
        getattr(language, "alpha_2", language.alpha_3)
        for language in pycountry.languages
        if language.scope != "S"
    )


def is_country(code: str) -> bool:
    """Whether it is an officially assigned code of ISO 3166-1 alpha-2; `UK`, `XK` and `ZZ` are not."""
    return code in _countries()


def is_currency(code: str) -> bool:
    """Whether it is the ISO 4217 code of a currency in which people are paid today."""
    return code in _currencies()


def is_language(code: str) -> bool:
    """Whether it is the one code of a language: ISO 639-1 (`en`), or ISO 639-3 (`fil`) where 639-1 has none.

    One code for one language, so that `eng` is refused, and filters and shares meet.
    """
    return code in _languages()
