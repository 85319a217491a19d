"""Where a campaign stands today, by its days, and what of its budget is committed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import format_date, gettext, lazy_gettext, to_user_timezone

from services.portal import formats
from services.portal.words import Status

_ = lazy_gettext
PHASES: Mapping[str, tuple[Any, str]] = {
    "running": (_("Running"), "green"),
    "coming": (_("Coming"), "blue"),
    "past": (_("Past"), "secondary"),
}


def phase(campaign: Mapping[str, Any]) -> str:
    """`coming`, `running` or `past`; one without days is running."""
    today = to_user_timezone(formats.now()).date()
    first, last = campaign.get("starts_on"), campaign.get("ends_on")
    if first and date.fromisoformat(first) > today:
        return "coming"
    return "past" if last and date.fromisoformat(last) < today else "running"


def phase_status(campaign: Mapping[str, Any]) -> Status:
    """The same in a word and a colour."""
    text, colour = PHASES[phase(campaign)]
    return Status(text, colour)


def days(campaign: Mapping[str, Any]) -> str:
    """`Mar 1, 2026 to Apr 30, 2026`, or what of it is said."""
    first, last = (
        format_date(date.fromisoformat(value), "medium") if value else ""
        for value in (campaign.get("starts_on"), campaign.get("ends_on"))
    )
    if first and last:
        return gettext("%(first)s to %(last)s", first=first, last=last)
    if first:
        return gettext("From %(day)s", day=first)
    return gettext("Until %(day)s", day=last) if last else gettext("No dates")


@dataclass(frozen=True)
class Sum:
    """What is committed in one currency: agreed, and offered without being agreed yet."""

    currency: str
    agreed_minor: int = 0
    pending_minor: int = 0

    @property
    def agreed(self) -> dict[str, Any]:
        """As money."""
        return {"amount_minor": self.agreed_minor, "currency": self.currency}

    @property
    def pending(self) -> dict[str, Any]:
        """As money."""
        return {"amount_minor": self.pending_minor, "currency": self.currency}


@dataclass(frozen=True)
class Spending:
    """The prices of a campaign's offers by currency. `whole` is false where there are more than were read."""

    sums: list[Sum] = field(default_factory=list)
    whole: bool = True

    def against(self, budget: Mapping[str, Any] | None) -> Sum | None:
        """The sum in the currency of the budget."""
        if budget is None:
            return None
        return next(
            (each for each in self.sums if each.currency == budget["currency"]), Sum(budget["currency"])
        )


def spending(offers: Iterable[Mapping[str, Any]], *, whole: bool) -> Spending:
    """Adds up what is agreed (active and completed) and what is pending."""
    found: dict[str, list[int]] = {}
    for offer in offers:
        place = {"active": 0, "completed": 0, "pending": 1}.get(offer["tab"])
        if place is not None:
            sums = found.setdefault(offer["price"]["currency"], [0, 0])
            sums[place] += offer["price"]["amount_minor"]
    return Spending([Sum(currency, *sums) for currency, sums in sorted(found.items())], whole)
