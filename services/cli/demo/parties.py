"""Who is in the demo. Names are invented; the handles are those of the snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from callboard import types


@dataclass(frozen=True)
class Agency:
    """An agency by the name the other tables call it by."""

    key: str
    name: str
    country: str
    kind: str = "agency"
    collection: str = "agencies"

    def body(self) -> dict[str, Any]:
        """What registers it."""
        return {"name": self.name, "country": self.country}


@dataclass(frozen=True)
class Brand:
    """A brand with its category path."""

    key: str
    name: str
    country: str
    category: str
    kind: str = "brand"
    collection: str = "brands"

    def body(self) -> dict[str, Any]:
        """What registers it."""
        return {"name": self.name, "country": self.country, "category": self.category}


@dataclass(frozen=True)
class Creator:
    """A creator; `rates` are prices in minor units by deliverable."""

    key: str
    handle: str
    name: str
    country: str
    languages: tuple[str, ...]
    categories: tuple[str, ...]
    rates: tuple[tuple[str, int], ...]
    currency: str = "USD"
    kind: str = "creator"
    collection: str = "creators"

    def body(self) -> dict[str, Any]:
        """What registers her."""
        return {
            "handle": self.handle,
            "display_name": self.name,
            "country": self.country,
            "languages": list(self.languages),
            "categories": list(self.categories),
        }

    def rate_card(self) -> list[types.RateInput]:
        """Her rates, as a rate card says them; the dearest is fixed, the others are negotiable."""
        dearest = max(price for _, price in self.rates)
        return [
            {
                "deliverable": deliverable,
                "price": {"amount_minor": price, "currency": self.currency},
                "negotiable": price < dearest,
                "note": "",
            }
            for deliverable, price in self.rates
        ]


AGENCIES = (
    Agency("northlight", "Northlight Talent", "US"),
    Agency("casaverde", "Casa Verde Management", "ES"),
)

BRANDS = (
    Brand("solstice", "Solstice Skincare", "US", "beauty/skincare"),
    Brand("peakform", "Peakform Nutrition", "GB", "food/supplements"),
    Brand("lumen", "Lumen Audio", "DE", "electronics/audio"),
)


def _rates(story: int, video: int, series: int) -> tuple[tuple[str, int], ...]:
    return ("story", story), ("video", video), ("video_series", series)


CREATORS = (
    Creator(
        "maya",
        "creator_00431",
        "Maya Lindqvist",
        "SE",
        ("sv", "en"),
        ("beauty",),
        _rates(90000, 420000, 1100000),
    ),
    Creator(
        "theo",
        "creator_00738",
        "Theo Marchetti",
        "IT",
        ("it", "en"),
        ("music", "electronics"),
        _rates(60000, 310000, 840000),
        "EUR",
    ),
    Creator(
        "amara",
        "creator_01174",
        "Amara Okafor",
        "GB",
        ("en",),
        ("lifestyle", "beauty/skincare"),
        _rates(150000, 700000, 1900000),
    ),
    Creator(
        "jonas",
        "creator_01803",
        "Jonas Weber",
        "DE",
        ("de", "en"),
        ("electronics/audio",),
        _rates(70000, 330000, 900000),
        "EUR",
    ),
    Creator(
        "lucia",
        "creator_01920",
        "Lucía Ferrer",
        "ES",
        ("es",),
        ("beauty", "travel"),
        _rates(55000, 260000, 700000),
        "EUR",
    ),
    Creator(
        "nina", "creator_02356", "Nina Kowalska", "PL", ("pl", "en"), ("food",), _rates(20000, 95000, 250000)
    ),
    Creator(
        "ravi",
        "creator_02590",
        "Ravi Menon",
        "IN",
        ("hi", "en"),
        ("sports/running", "food"),
        _rates(50000, 240000, 640000),
    ),
    Creator(
        "elise",
        "creator_02625",
        "Élise Moreau",
        "FR",
        ("fr",),
        ("fashion",),
        _rates(8000, 45000, 120000),
        "EUR",
    ),
    Creator(
        "tomas",
        "creator_03597",
        "Tomás Almeida",
        "PT",
        ("pt", "es"),
        ("sports",),
        _rates(40000, 210000, 560000),
        "EUR",
    ),
    Creator("hana", "creator_04584", "Hana Sato", "JP", ("ja",), ("crafts",), _rates(18000, 90000, 240000)),
    Creator(
        "zoe",
        "creator_04661",
        "Zoe Carter",
        "US",
        ("en",),
        ("comedy", "sports/running"),
        _rates(80000, 380000, 1000000),
    ),
    Creator(
        "marcus",
        "creator_04885",
        "Marcus Bell",
        "US",
        ("en", "es"),
        ("comedy", "music"),
        _rates(400000, 2500000, 6800000),
    ),
)

PARTIES: tuple[Agency | Brand | Creator, ...] = (*AGENCIES, *BRANDS, *CREATORS)
KINDS = {party.key: party.kind for party in PARTIES}
