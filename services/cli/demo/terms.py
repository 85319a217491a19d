"""What the offers of the demo say: their terms, and what a counter-proposal changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.cli.demo.session import Session
from services.shared.clock import rfc3339

ORGANIC: Mapping[str, Any] = {"spark_ads_days": None, "paid_usage": False, "territories": []}
ADS = {"spark_ads_days": 30, "paid_usage": True, "territories": ["US", "GB"]}
LONG_ADS = {"spark_ads_days": 60, "paid_usage": True, "territories": ["US", "GB", "DE"]}
EVERYWHERE = {"spark_ads_days": 365, "paid_usage": True, "territories": []}
IBERIA = {"spark_ads_days": 30, "paid_usage": True, "territories": ["ES", "PT"]}

CLAUSES: Mapping[str, tuple[str, str]] = {
    "usage": (
        "Usage",
        "The brand may run the videos as ads for the agreed time, in the agreed countries, and nowhere else.",
    ),
    "disclosure": (
        "Disclosure",
        "Each video is marked as advertising by the platform's own label, from its first second.",
    ),
    "claims": ("Claims", "Claims about the product are used word for word as in the brief."),
    "raw": ("Raw footage", "The creator hands over the raw footage within five days of publication."),
    "edits": ("Edits", "The brand may shorten the videos to 15 seconds. Other changes need her consent."),
    "stay": ("Time online", "The videos stay online for at least 90 days after publication."),
    "product": ("Product", "The product is sent free of charge and need not be returned."),
    "marcas": (
        "Otras marcas",
        "En el vídeo no se ven otras marcas de menaje, salvo las que ya estén en la cocina.",
    ),
    "idioma": (
        "Idioma",
        "El vídeo se graba en español; los subtítulos en inglés corren a cargo de la marca.",
    ),
}
"""Clauses by their ids: title and text."""


@dataclass(frozen=True)
class Exclusive:
    """No competitor in `category` for so many days, from a day on."""

    category: str
    days: int
    starts: int = 0

    def body(self, session: Session) -> dict[str, Any]:
        """As the terms say it."""
        span = {"from": session.day(self.starts), "until": session.day(self.starts + self.days)}
        return {"category": self.category, **span}


def clause(key: str, text: str = "") -> dict[str, str]:
    """A clause, with another text than its own where one is given."""
    title, usual = CLAUSES[key]
    return {"id": key, "title": title, "text": text or usual}


def schedule(up_front: int) -> Sequence[dict[str, Any]]:
    """A payment schedule: so many percent on agreement, the rest 30 days after publication."""
    return [
        {"stage": "on_agreement", "percent": up_front, "net_days": 14},
        {"stage": "on_publication", "percent": 100 - up_front, "net_days": 30},
    ]


@dataclass(frozen=True)
class Changes:
    """What a proposal changes; what is None or empty stays.

    `price` is in whole units, `exclusive_days` how long the exclusivity then lasts (0: none is agreed),
    `clauses` are new texts by id, and `without` the ids of clauses that go.
    """

    price: int = 0
    up_front: int | None = None
    rights: Mapping[str, Any] | None = None
    exclusive_days: int | None = None
    clauses: Sequence[tuple[str, str]] = ()
    without: Sequence[str] = ()
    revisions: int | None = None

    def applied(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """The changed terms."""
        terms = dict(before)
        if self.price:
            terms["price"] = terms["price"] | {"amount_minor": self.price * 100}
        if self.up_front is not None:
            terms["payment_schedule"] = schedule(self.up_front)
        if self.rights is not None:
            terms["usage_rights"] = dict(self.rights)
        if self.revisions is not None:
            terms["deliverables"] = [
                each | {"max_revisions": self.revisions} for each in terms["deliverables"]
            ]
        if self.exclusive_days is not None:
            terms["exclusivity"] = self._exclusivity(terms.get("exclusivity"))
        if self.clauses or self.without:
            terms["clauses"] = self._clauses(terms["clauses"])
        return terms

    def _exclusivity(self, before: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if not before or not self.exclusive_days:
            return None
        until = datetime.fromisoformat(before["from"]) + timedelta(days=self.exclusive_days)
        return {**before, "until": rfc3339(until)}

    def _clauses(self, before: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        known = {each["id"]: dict(each) for each in before}
        known |= {key: clause(key, text) for key, text in self.clauses}
        return [each for key, each in known.items() if key not in self.without]
