"""The list of delegations, one of them for each side, and the receipt of what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from callboard import Client, Page, types
from callboard.errors import ApiError
from services.portal import arguments, asks, notices
from services.portal.app import me
from services.portal.holding import day_of, holds, ticked, tomorrow
from services.portal.pages.delegations.guardrails import Limits, in_words, named
from services.portal.pages.delegations.scopes import BINDING, NEVER, in_order
from services.portal.replies import refused, see_other
from services.portal.words import DELEGATIONS

_ = lazy_gettext
blueprint = Blueprint("delegations", __name__, url_prefix="/delegations")
SORTS: Mapping[str, Any] = {"-requested_at": _("Asked last"), "-updated_at": _("Changed last")}
STATES = {state: words for state, (words, _colour) in DELEGATIONS.items()}
ACTS: Mapping[str, Any] = {
    "requested": _("asked for it"),
    "accepted": _("agreed"),
    "changed": _("changed scopes or the end"),
    "guardrails_changed": _("changed the limits"),
    "declined": _("declined"),
    "revoked": _("took it back"),
    "ended": _("gave it up"),
    "expired": _("The end date has passed"),
    "superseded": _("agreed to a later request in its place"),
}


@blueprint.before_request
def _of_two_sides() -> None:
    if me()["party"]["kind"] not in ("agency", "creator"):
        abort(404)


@blueprint.get("")
def delegations() -> str:
    """A page of the list."""
    kind = me()["party"]["kind"]
    return render_template(
        "pages/delegations/delegations.html",
        parts=asks.together(delegations=_listed),
        kind=kind,
        states=STATES,
        sorts=SORTS,
        filtered=bool(request.args.get("state")),
        may_add=kind == "agency" and holds("delegations.write"),
    )


def _listed(api: Client) -> Page[types.Delegation]:
    state: Any = arguments.one_of("state", STATES) or None
    sort: Any = arguments.one_of("sort", SORTS, "-requested_at")
    pages = api.list_delegations(
        state=state, sort=sort, page_size=arguments.PAGE_SIZE, cursor=arguments.cursor()
    )
    return pages.first()


@blueprint.get("/<delegation_id>")
def delegation(delegation_id: str) -> str:
    """What is asked or agreed; a creator who has not answered is asked here."""
    parts = asks.together(delegation=lambda api: api.get_delegation(delegation_id))
    now = parts.delegation.required()
    if now["state"] == "requested" and _decides():
        return _consent(now, Limits.of(_present(now)), now["scopes"])
    return render_template(
        "pages/delegations/delegation.html",
        delegation=now,
        parts=parts,
        kind=me()["party"]["kind"],
        decides=_decides(),
        ends=me()["party"]["kind"] == "agency" and holds("delegations.write"),
        scopes=in_order(now["scopes"]),
        refused=in_order(set(now["requested_scopes"]) - set(now["scopes"])),
        limits=in_words(now["guardrails"]),
        never=NEVER,
        binding=BINDING,
    )


def _decides() -> bool:
    """Whether whoever looks is the creator, who grants and takes back."""
    return me()["party"]["kind"] == "creator" and holds("consent.write")


def _present(asked: types.Delegation) -> Mapping[str, Any]:
    """The limits with which the form begins: those under which the same agency acts already, else none."""
    if any(asked["guardrails"].values()):
        return asked["guardrails"]
    active = asks.api().list_delegations(state="active", page_size=100).first().items
    own = (each["guardrails"] for each in active if each["agency_id"] == asked["agency_id"])
    return next(own, asked["guardrails"])


@blueprint.post("/<delegation_id>/accept")
def accept(delegation_id: str) -> ResponseReturnValue:
    """Grants what is switched on, within the limits of the form."""
    now = asks.api().get_delegation(delegation_id)
    limits, scopes = Limits.sent(), ticked("scopes", now["scopes"])
    guardrails: Any = limits.content()
    fault = "" if scopes else gettext("Switch on one thing at least, or decline.")
    if scopes and not limits.errors:
        try:
            granted: Any = scopes
            asks.api().accept_delegation(
                delegation_id, idempotency_key=arguments.once(), scopes=granted, guardrails=guardrails
            )
        except ApiError as error:
            errors: dict[str, str] = {}
            fault = refused(error, errors)
            limits.errors |= named(errors)
        else:
            notices.say(gettext("%(agency)s may act for you from now on.", agency=now["agency"]["name"]))
            return see_other(url_for("delegations.delegation", delegation_id=delegation_id))
    return _consent(now, limits, scopes, fault), 422


def _consent(now: types.Delegation, limits: Limits, scopes: list[Any], fault: str = "") -> str:
    return render_template(
        "pages/delegations/consent.html",
        delegation=now,
        words=in_order(now["scopes"]),
        chosen=scopes,
        limits=limits,
        fault=fault,
        never=NEVER,
        binding=BINDING,
    )


@blueprint.get("/<delegation_id>/receipt")
def receipt(delegation_id: str) -> str:
    """What was asked, shown and agreed, change by change."""
    found = asks.api().get_receipt(delegation_id)
    return render_template(
        "pages/delegations/receipt.html",
        receipt=found,
        acts=ACTS,
        rows=[(each, in_order(each["scopes"]), in_words(each["guardrails"])) for each in found["changes"]],
    )


@blueprint.get("/<delegation_id>/receipt.json")
def receipt_file(delegation_id: str) -> Response:
    """The receipt as the API gives it, to be kept and checked elsewhere."""
    body = orjson.dumps(asks.api().get_receipt(delegation_id), option=orjson.OPT_INDENT_2)
    name = "".join(letter for letter in delegation_id if letter.isalnum() or letter in "_-")
    headers = {"Content-Disposition": f'attachment; filename="receipt-{name}.json"'}
    return Response(body, content_type="application/json", headers=headers)


def fields_of(now: types.Delegation) -> dict[str, str]:
    """What the form of the end begins with."""
    return {"until": day_of(now["expires_at"]), "tomorrow": tomorrow()}
