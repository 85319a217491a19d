"""What somebody else's campaign says otherwise than what was just written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext

from services.portal import formats
from services.portal.pages.campaigns.fields import GENDERS
from services.portal.pages.campaigns.phases import days
from services.portal.pages.offers.terms import Row


def differences(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[Row]:
    """Theirs against mine, where they differ."""
    own, other = dict(_said(mine)), dict(_said(theirs))
    rows = (Row(f"§{title}", title, text, own.get(title, "")) for title, text in other.items())
    return [row for row in rows if row.changed]


def _said(campaign: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield gettext("Name"), campaign.get("name") or ""
    yield gettext("Brief"), campaign.get("brief") or ""
    yield gettext("Category"), campaign.get("category") or ""
    yield gettext("Budget"), formats.money(campaign.get("budget"))
    yield gettext("Dates"), days(campaign)
    target = campaign.get("target") or {}
    for dimension, title in (
        ("gender", gettext("Gender")),
        ("age", gettext("Age")),
        ("country", gettext("Country")),
    ):
        shares = {each["bucket"]: formats.percent(each["weight"]) for each in target.get(dimension) or ()}
        yield title, ", ".join(f"{GENDERS.get(each, each)} {shares[each]}" for each in sorted(shares))
