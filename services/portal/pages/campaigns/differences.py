"""What somebody else's campaign says otherwise than what was just written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext

from services.portal import formats
from services.portal.pages.campaigns.fields import GENDERS
from services.portal.pages.campaigns.phases import days


def differences(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What theirs says where it differs, by title."""
    own = dict(_said(mine))
    return [(title, text) for title, text in _said(theirs) if own[title] != text]


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
