"""The form of a campaign: what it says as fields, and the fields as what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel import numbers
from flask_babel import get_locale, gettext, lazy_gettext

from services.portal import formats
from services.portal.forms import Form, flat

_ = lazy_gettext
GENDERS: Mapping[str, Any] = {"FEMALE": _("Women"), "MALE": _("Men"), "OTHER": _("Other")}
AGES = ("18-24", "25-34", "35-44", "45-54", "55+", "35+")
CURRENCIES = (
    "USD",
    "EUR",
    "GBP",
    "MXN",
    "COP",
    "ARS",
    "CLP",
    "PEN",
    "BRL",
    "CAD",
    "AUD",
    "CHF",
    "SEK",
    "JPY",
)
USUAL_CURRENCY = "USD"
COUNTRIES = "target.country"


def of(campaign: Mapping[str, Any] | None = None) -> Form:
    """The form that shows a campaign; an empty one for a new one."""
    said = campaign or {}
    fields = {
        name: str(said.get(name) or "") for name in ("name", "brief", "category", "starts_on", "ends_on")
    }
    budget = said.get("budget")
    fields["budget.amount_minor"] = formats.amount_text(budget) if budget else ""
    fields["budget.currency"] = budget["currency"] if budget else USUAL_CURRENCY
    target = said.get("target") or {}
    for dimension in ("gender", "age"):
        for each in target.get(dimension) or ():
            fields[f"target.{dimension}.{each['bucket']}"] = _percent(each["weight"])
    countries = [
        {"bucket": each["bucket"], "weight": _percent(each["weight"])} for each in target.get("country") or ()
    ]
    return Form(fields | flat(COUNTRIES, countries or [{"bucket": "", "weight": ""}]))


def said_by(form: Form) -> dict[str, Any]:
    """The campaign that a form says, whole; what is wrong stands in its errors."""
    return {
        "name": form.required("name"),
        "brief": form["brief"] or None,
        "category": form["category"] or None,
        "budget": form.money("budget"),
        "starts_on": form.day("starts_on"),
        "ends_on": form.day("ends_on"),
        "target": _target(form),
    }


def _target(form: Form) -> dict[str, Any] | None:
    target = {
        "gender": _weights(form, "gender", GENDERS),
        "age": _weights(form, "age", AGES),
        "country": _countries(form),
    }
    return target if any(target.values()) else None


def _weights(form: Form, dimension: str, buckets: Any) -> list[dict[str, Any]]:
    shares = {bucket: _share(form, f"target.{dimension}.{bucket}") for bucket in buckets}
    return [{"bucket": bucket, "weight": share} for bucket, share in shares.items() if share is not None]


def _countries(form: Form) -> list[dict[str, Any]]:
    found = []
    for number in range(form.count(COUNTRIES)):
        bucket = form.required(f"{COUNTRIES}[{number}].bucket")
        share = _share(form, f"{COUNTRIES}[{number}].weight")
        if share is None:
            form.wrong(f"{COUNTRIES}[{number}].weight", gettext("This is needed."))
        code = bucket.upper() if len(bucket) == 2 else bucket.capitalize()
        found.append({"bucket": code, "weight": share or 0.0})
    return found


def _share(form: Form, name: str) -> float | None:
    """A percentage as a share of one."""
    if not form[name]:
        return None
    try:
        percent = float(numbers.parse_decimal(form[name].rstrip("% \N{NO-BREAK SPACE}"), locale=get_locale()))
    except numbers.NumberFormatError:
        percent = -1.0
    if not 0 <= percent <= 100:
        form.wrong(name, gettext("Write a percentage from 0 to 100."))
        return None
    return round(percent / 100, 6)


def _percent(weight: float) -> str:
    return numbers.format_decimal(round(weight * 100, 4), "0.####", locale=get_locale())


def currencies(present: str = "") -> list[tuple[str, str]]:
    """Those that can be chosen, the present one among them, as options of a field."""
    codes = list(dict.fromkeys([*CURRENCIES, *([present] if present else [])]))
    return [(code, f"{code} · {numbers.get_currency_name(code, locale=get_locale())}") for code in codes]
