"""Who is in the demo. Names, handles and lives are invented; the creators stand in `data/creators.toml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from callboard import types
from services.cli.demo.tables import rows


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


VISIBILITY = {
    "hidden": {"listed": False, "found_by_handle": True, "public_rates": False},
    "listed": {"listed": True, "found_by_handle": True, "public_rates": False},
    "public rates": {"listed": True, "found_by_handle": True, "public_rates": True},
}
"""Who finds a creator, by the word of the table."""


@dataclass(frozen=True)
class Creator:
    """A creator; `rates` are prices in whole units by deliverable, `raises` the shares of earlier cards.

    `snapshots` is the handle of the real figures that stand in for hers; empty where she has none.
    """

    key: str
    handle: str
    name: str
    country: str
    bio: str
    visibility: str
    languages: Sequence[str]
    categories: Sequence[str]
    rates: Mapping[str, int] = field(hash=False)
    raises: Sequence[float] = ()
    currency: str = "USD"
    snapshots: str = ""
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

    def rate_cards(self) -> list[list[types.RateInput]]:
        """Her rate cards, that of today the last; the dearest rate is fixed, the others are negotiable."""
        return [self._card(share) for share in (*self.raises, 1)]

    def _card(self, share: float) -> list[types.RateInput]:
        dearest = max(self.rates.values())
        return [
            {
                "deliverable": deliverable,
                # A price that somebody would name: a multiple of 10.
                "price": {"amount_minor": round(price * share / 10) * 1000, "currency": self.currency},
                "negotiable": price < dearest,
                "note": _NOTES.get(deliverable, ""),
            }
            for deliverable, price in self.rates.items()
        ]


_NOTES = {
    "story": "Three frames, 24 hours.",
    "video": "One round of changes is included.",
    "video_series": "Three videos within four weeks.",
}

AGENCIES = (
    Agency("northlight", "Northlight Talent", "US"),
    Agency("casaverde", "Casa Verde Management", "ES"),
)

BRANDS = (
    Brand("solstice", "Solvanne Skin", "US", "beauty/skincare"),
    Brand("peakform", "Peakmoor Nutrition", "GB", "food/supplements"),
    Brand("lumen", "Lumenfold Audio", "DE", "electronics/audio"),
    Brand("hearthwick", "Hearthwick Kitchen", "ES", "food/cooking"),
)

CREATORS = tuple(Creator(**row) for row in rows("creators.toml", "creator"))

PARTIES: tuple[Agency | Brand | Creator, ...] = (*AGENCIES, *BRANDS, *CREATORS)
KINDS = {party.key: party.kind for party in PARTIES}
