"""The form of an offer: the terms as fields, named by the paths of the API, and the fields as terms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext

from services.portal import formats
from services.portal.forms import Form, flat
from services.portal.words import STAGES

KINDS = ("video", "live", "story", "photo")
SPARK_DAYS = [(days, days) for days in ("7", "30", "60", "365")]
USUAL_DAYS = 7
DELIVERABLES, PAYMENTS, CLAUSES = "terms.deliverables", "terms.payment_schedule", "terms.clauses"
USAGE, EXCLUSIVITY = "terms.usage_rights", "terms.exclusivity"


def empty(currency: str) -> Form:
    """The form of a first offer: one video, paid when it is published."""
    fields = {
        "terms.price.currency": currency,
        "respond_by": formats.local((formats.now() + timedelta(days=USUAL_DAYS)).isoformat()),
    }
    video = {"type": "video", "count": "1", "max_revisions": "2", "draft_due": "", "publish_by": ""}
    paid = {"stage": "on_publication", "percent": "100", "net_days": "30"}
    return Form(fields | flat(DELIVERABLES, [video]) | flat(PAYMENTS, [paid]))


def said_by(form: Form) -> dict[str, Any]:
    """The offer that a form says; what is wrong stands in its errors."""
    price = form.money("terms.price")
    form.required("terms.price.amount_minor")
    terms: dict[str, Any] = {
        "price": price,
        "deliverables": [_deliverable(form, n) for n in range(form.count(DELIVERABLES))],
        "usage_rights": _usage(form),
        "exclusivity": _exclusivity(form),
        "payment_schedule": [_payment(form, n) for n in range(form.count(PAYMENTS))],
        "clauses": [_clause(form, n) for n in range(form.count(CLAUSES))],
    }
    if not terms["deliverables"]:
        form.wrong(DELIVERABLES, gettext("An offer asks for one deliverable at least."))
    if terms["payment_schedule"] and sum(each["percent"] for each in terms["payment_schedule"]) != 100:
        form.wrong(PAYMENTS, gettext("The percentages add up to 100."))
    said = {"terms": terms, "message": form["message"], "respond_by": form.moment("respond_by")}
    return {name: value for name, value in said.items() if value}


def _deliverable(form: Form, number: int) -> dict[str, Any]:
    at = f"{DELIVERABLES}[{number}]"
    form.required(f"{at}.count")
    return {
        "type": form.required(f"{at}.type"),
        "count": form.whole(f"{at}.count") or 0,
        "max_revisions": form.whole(f"{at}.max_revisions") or 0,
        "draft_due": form.moment(f"{at}.draft_due"),
        "publish_by": form.moment(f"{at}.publish_by"),
    }


def _usage(form: Form) -> dict[str, Any] | None:
    rights = {
        "spark_ads_days": form.whole(f"{USAGE}.spark_ads_days"),
        "paid_usage": form[f"{USAGE}.paid_usage"] == "on",
        "territories": [each.upper() for each in form.several(f"{USAGE}.territories")],
    }
    return rights if any(rights.values()) else None


def _exclusivity(form: Form) -> dict[str, Any] | None:
    names = [f"{EXCLUSIVITY}.{name}" for name in ("category", "from", "until")]
    if not any(form[name] for name in names):
        return None
    for name in names:
        form.required(name)
    category, begin, end = names
    return {"category": form[category], "from": form.moment(begin), "until": form.moment(end)}


def _payment(form: Form, number: int) -> dict[str, Any]:
    at = f"{PAYMENTS}[{number}]"
    stage = form[f"{at}.stage"]
    if stage not in STAGES:
        form.wrong(f"{at}.stage", gettext("This is needed."))
    form.required(f"{at}.percent")
    percent, days = form.whole(f"{at}.percent") or 0, form.whole(f"{at}.net_days") or 0
    return {"stage": stage, "percent": percent, "net_days": days}


def _clause(form: Form, number: int) -> dict[str, Any]:
    at = f"{CLAUSES}[{number}]"
    text = form.required(f"{at}.text")
    return {"id": f"c{number + 1}", "title": form[f"{at}.title"], "text": text}
