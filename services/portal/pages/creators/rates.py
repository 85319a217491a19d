"""The rate card: each price edited where it stands, and every card that was ever in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from callboard import types
from callboard.errors import ApiError, Stale
from services.portal import arguments, asks, formats, notices
from services.portal.app import me
from services.portal.holding import tag
from services.portal.pages.creators.place import Place, answered
from services.portal.pages.creators.routes import blueprint
from services.portal.pages.delegations.guardrails import CURRENCIES
from services.portal.pages.roster.routes import line_of
from services.portal.replies import refused, see_other


@dataclass
class RateForm:
    """One price as its form has it."""

    deliverable: str
    amount: str
    currency: str
    negotiable: bool
    note: str
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls) -> RateForm:
        """The form as it was sent."""
        form = request.form
        return cls(
            arguments.written("deliverable").lower(),
            arguments.written("amount"),
            form.get("currency", "")[:3],
            form.get("negotiable") == "on",
            arguments.written("note"),
        )

    def rate(self) -> dict[str, Any] | None:
        """The price as the API takes it; None where it cannot be read."""
        if not self.deliverable:
            self.errors["deliverable"] = gettext("Say what is delivered.")
        if len(self.currency) != 3:
            self.errors["currency"] = gettext("This is not a currency.")
        try:
            minor = formats.amount_minor(self.amount, self.currency) if not self.errors else 0
        except ValueError as error:
            self.errors["amount"] = str(error)
        if self.errors:
            return None
        price = {"amount_minor": minor, "currency": self.currency}
        note = self.note or None
        return {"deliverable": self.deliverable, "price": price, "negotiable": self.negotiable, "note": note}


@blueprint.route("/<creator_id>/rates", methods=["POST"])
def save_rate(creator_id: str) -> ResponseReturnValue:
    """Adds, changes or takes away one price; the others of the card stay as they are."""
    card, form = asks.api().get_rate_card(creator_id), RateForm.sent()
    removed, fault, stale = request.form.get("remove") == "yes", "", False
    new = None if removed else form.rate()
    if removed or new:
        try:
            version = request.form.get("version", "")
            rates: Any = merged(card["rates"], form.deliverable, new)
            asks.api().put_rate_card(creator_id, if_match=tag(version), rates=rates)
        except Stale:
            card, stale = asks.api().get_rate_card(creator_id), True
        except ApiError as error:
            fault = refused(error, {})
        else:
            notices.say(gettext("The rate card is saved."))
            return see_other(_place(creator_id).url() + "#rates")
    return _form(creator_id, card, form, fault, stale=stale)


def _form(
    creator_id: str, card: types.RateCard, form: RateForm, fault: str, *, stale: bool
) -> ResponseReturnValue:
    html = render_template(
        "pages/creators/rate.html",
        at=_place(creator_id),
        card=card,
        form=form,
        fault=fault,
        stale=stale,
        removed=request.form.get("remove") == "yes",
        theirs=next((each for each in card["rates"] if each["deliverable"] == form.deliverable), None),
        currencies=currencies(card["rates"]),
    )
    return html, 409 if stale else 422


def merged(rates: Iterable[Mapping[str, Any]], deliverable: str, new: Mapping[str, Any] | None) -> list[Any]:
    """The card with one price put in its place, or taken away; a new one comes last."""
    kept = [new if each["deliverable"] == deliverable else each for each in rates]
    if new and new not in kept:
        kept.append(new)
    return [each for each in kept if each]


def currencies(rates: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The currencies that are offered: those of the card first."""
    own = [each["price"]["currency"] for each in rates]
    return [(each, each) for each in dict.fromkeys((*own, *CURRENCIES))]


def _place(creator_id: str) -> Place:
    kind = me()["party"]["kind"]
    if kind not in ("creator", "agency"):
        abort(404)
    return Place(creator_id, kind, line_of(asks.api(), creator_id) if kind == "agency" else None)


@blueprint.get("/<creator_id>/rates/history")
def rate_history(creator_id: str) -> ResponseReturnValue:
    """Every rate card that was in force, the newest first, with what each has changed."""

    def asked(api: Any) -> Any:
        return api.list_rate_card_history(creator_id, page_size=100, cursor=arguments.cursor()).first()

    return answered(
        "pages/creators/history.html",
        creator_id,
        {"history": asked},
        changes=lambda parts, _: changes(parts.history.value.items if parts.history.value else []),
    )


def changes(cards: list[types.RateCard]) -> list[tuple[types.RateCard, list[dict[str, Any]]]]:
    """Each card with what it has changed against the one before it, of those on the page."""
    return [(card, _differing(card, older)) for card, older in zip_longest(cards, cards[1:])]


def _differing(card: types.RateCard, older: types.RateCard | None) -> list[dict[str, Any]]:
    now = {each["deliverable"]: each for each in card["rates"]}
    before = {each["deliverable"]: each for each in older["rates"]} if older else {}
    names = [*now, *(name for name in before if name not in now)]
    return [
        {"deliverable": name, "now": now.get(name), "before": before.get(name)}
        for name in names
        if now.get(name) != before.get(name)
    ]
