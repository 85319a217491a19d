"""A new party, with its first client, whose secret is shown once; and further clients of a party."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from callboard.errors import ApiError
from services.portal import arguments, asks
from services.portal.forms import Form
from services.portal.pages.operator.blueprint import blueprint, confirming, shown
from services.portal.pages.operator.kinds import Kind, kind_of
from services.portal.pages.settings.blueprint import Question
from services.portal.replies import refused


@blueprint.route("/<kind>/new", methods=["GET", "POST"])
def create(kind: str) -> ResponseReturnValue:
    """The form, and then the secret."""
    chosen = kind_of(kind)
    form, fault = Form.sent(), ""
    if request.method == "POST":
        try:
            made = chosen.create(asks.api(), arguments.once(), _said(form, chosen))
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            party = made[chosen.name]
            name = party.get("name") or party["display_name"]
            return shown("secret", kind, client=made["client"], party_id=party["id"], name=name, kind=chosen)
    return shown("create", kind, status=422 if fault else 200, form=form, fault=fault, kind=chosen)


def _said(form: Form, kind: Kind) -> dict[str, Any]:
    country = form["country"].upper()
    if kind.name == "agency":
        return {"name": form["name"], "country": country}
    if kind.name == "brand":
        return {"name": form["name"], "country": country, "category": form["category"]}
    return {
        "handle": form["handle"],
        "display_name": form["display_name"],
        "country": country,
        "languages": [each.lower() for each in form.several("languages")],
        "categories": form.several("categories"),
    }


@blueprint.route("/<kind>/<party_id>/clients/new", methods=["GET", "POST"])
def create_client(kind: str, party_id: str) -> ResponseReturnValue:
    """A further client, so that credentials can be replaced without a pause."""
    chosen = kind_of(kind)
    now = chosen.one(asks.api(), party_id)
    back = url_for("operator.party", kind=kind, party_id=party_id)
    fault = ""
    if request.method == "POST":
        try:
            made = asks.api().create_client(party_id, idempotency_key=arguments.once())
        except ApiError as error:
            fault = refused(error, {})
        else:
            issued: dict[str, Any] = {"client": made["client"], "party_id": party_id, "name": now["name"]}
            return shown("secret", kind, kind=chosen, **issued)
    question = Question(
        gettext("A further client for %(name)s?", name=now["name"]),
        (gettext("Whoever has its secret can do everything that the party may. The secret is shown once."),),
        gettext("Make a client"),
        "",
        danger=False,
    )
    more = {"question": question, "back": back, "fault": fault, "wrong": {}, "reason": False}
    return shown("confirm", kind, status=409 if fault else 200, **more)


@blueprint.route("/<kind>/<party_id>/clients/<client_id>/remove", methods=["GET", "POST"])
def remove_client(kind: str, party_id: str, client_id: str) -> ResponseReturnValue:
    """Removes a client."""
    question = Question(
        gettext("Remove the client %(id)s?", id=client_id),
        (gettext("Its tokens are refused within a second, and it gets no more. This cannot be undone."),),
        gettext("Remove"),
        gettext("The client was removed."),
    )
    back = url_for("operator.party", kind=kind, party_id=party_id)
    return confirming(kind, question, lambda: asks.api().delete_client(party_id, client_id), back)
