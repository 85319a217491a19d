"""Money: integer minor units and an ISO 4217 code; never a float. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass

from services.shared.errors import Problems

CURRENCIES = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD "
    "HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD "
    "LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK "
    "PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG".split()
)
"""The national currencies of ISO 4217, list one, as of 2025."""

LARGEST_MINOR = 10**15


@dataclass(frozen=True)
class Money:
    """An amount in minor units of its currency: `Money(250000, "USD")` is 2 500.00 USD."""

    amount_minor: int
    currency: str


def check_money(problems: Problems, money: Money | None, field: str, *, required: bool = True) -> None:
    """Notes money that is missing though required, negative, absurd, or in no known currency."""
    if money is None:
        problems.require(not required, field, "is required: {amount_minor, currency}")
        return
    within = 0 <= money.amount_minor <= LARGEST_MINOR
    problems.require(within, f"{field}.amount_minor", f"must be from 0 to {LARGEST_MINOR}")
    known = money.currency in CURRENCIES
    problems.require(known, f"{field}.currency", "must be an ISO 4217 code, for example USD")
