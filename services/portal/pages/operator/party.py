"""One party: its state, its clients, its people and invitations; and barring it."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from callboard.errors import ApiError
from services.portal import arguments, asks
from services.portal.forms import Form
from services.portal.pages.operator.blueprint import blueprint, confirming, shown
from services.portal.pages.operator.kinds import kind_of
from services.portal.pages.operator.parties import STATES
from services.portal.pages.settings.blueprint import Question
from services.portal.pages.settings.people import EXPLAINED, INVITATIONS, OF_KIND, ROLES
from services.portal.replies import refused

READ = 50


@blueprint.get("/<kind>/<party_id>")
def party(kind: str, party_id: str) -> ResponseReturnValue:
    """The page of one."""
    chosen = kind_of(kind)
    parts = asks.together(
        party=lambda api: chosen.one(api, party_id),
        people=lambda api: api.list_accounts(party_id=party_id, page_size=READ).first(),
        invitations=lambda api: api.list_party_invitations(party_id, page_size=READ).first(),
    )
    now = parts.party.required()
    more: dict[str, Any] = {"roles": ROLES, "invitations": INVITATIONS, "states": STATES}
    return shown("party", kind, party=now, kind=chosen, parts=parts, **more)


@blueprint.route("/<kind>/<party_id>/suspend", methods=["GET", "POST"])
def suspend(kind: str, party_id: str) -> ResponseReturnValue:
    """Bars it."""
    chosen = kind_of(kind)
    now = chosen.one(asks.api(), party_id)
    lost = [
        gettext("It is barred at once: its people and clients get no token, and those they have are refused.")
    ]
    if chosen.name == "creator":
        lost.append(
            gettext("Nobody acts for her meanwhile, and she gets no new offers. She reads the reason.")
        )
    question = Question(
        gettext("Suspend %(name)s?", name=now["name"]),
        (*lost, gettext("All that it has is kept, and it can be let back in.")),
        gettext("Suspend"),
        gettext("%(name)s is suspended.", name=now["name"]),
    )
    reason = arguments.written("reason")
    back = url_for("operator.party", kind=kind, party_id=party_id)
    key = arguments.once()
    perform = lambda: chosen.suspend(asks.api(), party_id, key, reason)  # noqa: E731
    return confirming(kind, question, perform, back, reason=True)


@blueprint.route("/<kind>/<party_id>/resume", methods=["GET", "POST"])
def resume(kind: str, party_id: str) -> ResponseReturnValue:
    """Lets it back in."""
    chosen = kind_of(kind)
    now = chosen.one(asks.api(), party_id)
    question = Question(
        gettext("Let %(name)s back in?", name=now["name"]),
        (
            gettext(
                "It has all that it had. It was suspended because: %(reason)s", reason=now["suspended_reason"]
            ),
        ),
        gettext("Let back in"),
        gettext("%(name)s may use Callboard again.", name=now["name"]),
        danger=False,
    )
    back = url_for("operator.party", kind=kind, party_id=party_id)
    key = arguments.once()
    return confirming(kind, question, lambda: chosen.resume(asks.api(), party_id, key), back)


@blueprint.route("/<kind>/<party_id>/invite", methods=["GET", "POST"])
def invite(kind: str, party_id: str) -> ResponseReturnValue:
    """Invites somebody to it; the link is shown in the answer, this once."""
    chosen = kind_of(kind)
    now = chosen.one(asks.api(), party_id)
    names = OF_KIND[chosen.name]
    form, fault = Form.sent(), ""
    if request.method == "POST":
        said: Any = {"email": form["email"], "role": form["role"] or names[0]}
        try:
            made = asks.api().create_party_invitation(party_id, idempotency_key=arguments.once(), **said)
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            return shown("invited", kind, made=made, roles=ROLES, party=now, kind=chosen)
    roles = [(name, ROLES[name]) for name in names]
    more: dict[str, Any] = {"form": form, "fault": fault, "roles": roles, "explained": EXPLAINED}
    return shown("invite", kind, status=422 if fault else 200, party=now, kind=chosen, **more)
