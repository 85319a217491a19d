"""Codes of countries, languages and currencies, and the lookalikes that are none."""

from __future__ import annotations

import pycountry
import pytest

from services.shared.iso import NO_MONEY, is_country, is_currency, is_language


@pytest.mark.parametrize("code", ["US", "GB", "SE", "TW", "PS", "BQ", "SS"])
def test_countries(code: str) -> None:
    assert is_country(code)


@pytest.mark.parametrize(
    "code", ["UK", "ZZ", "XX", "XK", "EU", "AN", "us", "USA", "", "U", "U\u202eS", "ＵＳ"]
)
def test_no_countries(code: str) -> None:
    assert not is_country(code)


@pytest.mark.parametrize("code", ["en", "sv", "es", "zh", "fil", "yue", "ckb"])
def test_languages(code: str) -> None:
    assert is_language(code)


@pytest.mark.parametrize(
    "code", ["xx", "zz", "eng", "EN", "", "e", "und", "mul", "zxx", "mis", "qaa", "en-US"]
)
def test_no_languages(code: str) -> None:
    assert not is_language(code)


@pytest.mark.parametrize("code", ["USD", "EUR", "JPY", "MXN", "XOF", "XAF", "XPF", "XCD"])
def test_currencies(code: str) -> None:
    assert is_currency(code)


@pytest.mark.parametrize("code", ["XYZ", "usd", "", "US", "DEM", "XXX", "XTS", "XAU", "BTC", "$"])
def test_no_currencies(code: str) -> None:
    assert not is_currency(code)


def test_what_nobody_is_paid_in_is_in_the_table_of_codes() -> None:
    assert all(pycountry.currencies.get(alpha_3=code) for code in NO_MONEY)


def test_the_tables_are_whole() -> None:
    assert (len(pycountry.countries), len(pycountry.currencies) > 150) == (249, True)
