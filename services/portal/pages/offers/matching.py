"""How a creator's audience fits the campaign's target, in words of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel import numbers
from flask_babel import get_locale, gettext, lazy_gettext

from callboard import Client, types
from services.portal import formats

_ = lazy_gettext
DIMENSIONS: Mapping[str, Any] = {"gender": _("Gender"), "age": _("Age"), "country": _("Country")}
GENDERS: Mapping[str, Any] = {"FEMALE": _("women"), "MALE": _("men")}
MOST_REASONS = 4


def match(api: Client, offer: types.Offer) -> types.AudienceMatch | None:
    """The match of the creator's audience with the target of the offer's campaign; None without a target."""
    target = offer.get("campaign_target")
    if not target:
        return None
    asked: Any = {name: value for name, value in target.items() if value}
    return api.match_audience(offer["creator_id"], target=asked)


def bucket(name: str) -> str:
    """A bucket in words: `FEMALE` is women, `US` the United States; an age group stays what it is."""
    if name in GENDERS:
        return str(GENDERS[name])
    if name == "Others":
        return str(gettext("other countries"))
    return str(get_locale().territories.get(name, name))


def reasons(found: Mapping[str, Any]) -> list[str]:
    """Why the score is what it is, what weighs most first."""
    said = (_reason(each) for each in found["reason_parts"][:MOST_REASONS])
    return [text[:1].upper() + text[1:] for text in said]


def share(value: float | None) -> str:
    """A share of one as whole percents: more would be more than is known."""
    return formats.DASH if value is None else numbers.format_percent(round(value, 2), locale=get_locale())


def _reason(part: Mapping[str, Any]) -> str:
    if part["kind"] == "no_audience":
        return str(gettext("Nothing is known of her audience."))
    dimension = str(DIMENSIONS.get(part["dimension"], part["dimension"]))
    if part["kind"] == "no_dimension":
        return str(gettext("%(dimension)s: nothing is known.", dimension=dimension))
    said = {
        "buckets": ", ".join(map(bucket, part["buckets"])),
        "wanted": share(part["wanted"]),
        "has": share(part["has"]),
        "most": share(part["at_most"]),
    }
    if part["kind"] == "unclear":
        return str(gettext("%(buckets)s: not known, %(most)s at most, wanted %(wanted)s", **said))
    if part["kind"] == "short":
        return str(gettext("%(buckets)s: only %(has)s, wanted %(wanted)s", **said))
    return str(gettext("%(buckets)s: %(has)s, wanted %(wanted)s", **said))
