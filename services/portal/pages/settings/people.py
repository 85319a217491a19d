"""The people of a party: who they are, their roles, invitations, and how somebody leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from callboard import types
from callboard.errors import ApiError, Stale
from services.portal import arguments, asks, notices
from services.portal.app import me
from services.portal.forms import Form, base, tag
from services.portal.pages.settings.blueprint import (
    Difference,
    Question,
    blueprint,
    confirming,
    differing,
    shown,
)
from services.portal.replies import refused, see_other
from services.portal.rosters import creators_of

_ = lazy_gettext
ROLES: Mapping[str, Any] = {
    "owner": _("Owner"),
    "manager": _("Manager"),
    "viewer": _("Viewer"),
    "member": _("Member"),
    "creator": _("Creator"),
    "operator": _("Operator"),
}
EXPLAINED: Mapping[str, Any] = {
    "owner": _("May do everything the agency may, people and webhooks included."),
    "manager": _("Works with creators and brands. People, webhooks and applications are left to owners."),
    "viewer": _("Reads, and changes nothing."),
}
OF_KIND: Mapping[str, tuple[str, ...]] = {
    "agency": ("owner", "manager", "viewer"),
    "brand": ("member",),
    "creator": ("creator",),
    "operator": ("operator",),
}
INVITATIONS: Mapping[str, tuple[Any, str]] = {
    "pending": (_("Pending"), "yellow"),
    "accepted": (_("Accepted"), "green"),
    "revoked": (_("Taken back"), "secondary"),
    "expired": (_("Expired"), "secondary"),
}
LIMITABLE = ("manager", "viewer")
TAKE_BACK = Question(
    _("Take this invitation back?"),
    (_("Its link is good for nothing any more. You can invite the same address again."),),
    _("Take back"),
    _("The invitation was taken back."),
)


def role_words(role: str) -> Any:
    """A role in words; one that a later gateway has as it is called."""
    return ROLES.get(role, role)


blueprint.add_app_template_global(role_words, "role_words")


@blueprint.get("/people")
def people() -> ResponseReturnValue:
    """Who belongs to the party, and who is invited."""
    parts = asks.together(
        people=lambda api: api.list_people(page_size=arguments.PAGE_SIZE, cursor=arguments.cursor()).first(),
        invitations=lambda api: api.list_invitations(state="pending", page_size=arguments.PAGE_SIZE).first(),
    )
    return shown("people", "people", parts=parts, roles=ROLES)


@blueprint.route("/people/invite", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Invites somebody; the link is shown in the answer, this once."""
    form, fault = Form.sent(), ""
    if request.method == "POST":
        try:
            made = asks.api().create_invitation(
                idempotency_key=arguments.once(), email=form["email"], **_role(form)
            )
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            return shown("invited", "people", made=made, roles=ROLES, back=url_for("settings.people"))
    status = 422 if fault else 200
    return shown("invite", "people", status=status, form=form, fault=fault, **_choices(request.form))


def _role(form: Form) -> Any:
    """The role that was chosen, with the creators to whom it is limited."""
    role = form["role"] or OF_KIND[me()["party"]["kind"]][0]
    chosen = request.form.getlist("creator_ids") if role in LIMITABLE else []
    return {"role": role, "creator_ids": list(dict.fromkeys(chosen))}


def _choices(chosen: Any) -> dict[str, Any]:
    """What a form of a role can offer: an agency's roles, and the creators of its roster."""
    kind = me()["party"]["kind"]
    creators = asks.together(creators=creators_of).creators if kind == "agency" else None
    names = OF_KIND[kind]
    return {
        "roles": [(name, ROLES[name]) for name in names],
        "explained": {name: EXPLAINED[name] for name in names if name in EXPLAINED},
        "creators": creators,
        "chosen": chosen.getlist("creator_ids") if chosen else [],
    }


@blueprint.route("/people/<person_id>", methods=["GET", "POST"])
def person(person_id: str) -> ResponseReturnValue:
    """One of them: her role, and the creators to whom she is limited."""
    now = asks.api().get_person(person_id)
    form = Form.sent() if request.method == "POST" else Form({"role": now["role"]})
    fault, theirs = "", list[Difference]()
    if request.method == "POST":
        try:
            asks.api().patch_person(person_id, if_match=tag(base(now)), **_role(form))
        except Stale:
            now = asks.api().get_person(person_id)
            theirs = _theirs(form, now)
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            notices.say(gettext("%(name)s was changed.", name=now["name"]))
            return see_other(url_for("settings.people"))
    choices = _choices(request.form if request.method == "POST" else None)
    if request.method == "GET":
        choices["chosen"] = now["creator_ids"]
    status = 409 if theirs else 422 if fault else 200
    begun = now["version"] if theirs else base(now)
    more: dict[str, Any] = {"base": begun, "theirs": theirs, "fault": fault, "form": form, **choices}
    return shown("person", "people", status=status, person=now, **more)


def _theirs(form: Form, now: types.Person) -> list[Difference]:
    names = {each["id"]: each["display_name"] for each in now["creators"]}
    limits = ", ".join(names.get(each, each) for each in now["creator_ids"]) or gettext("All creators")
    mine = ", ".join(names.get(each, each) for each in request.form.getlist("creator_ids"))
    titles = (gettext("Role"), gettext("Limited to"))
    own = (str(ROLES.get(form["role"], "")), mine or gettext("All creators"))
    return differing(titles, own, (str(ROLES[now["role"]]), limits))


@blueprint.route("/people/<person_id>/remove", methods=["GET", "POST"])
def remove_person(person_id: str) -> ResponseReturnValue:
    """Ends a membership."""
    now = asks.api().get_person(person_id)
    question = Question(
        gettext("Remove %(name)s?", name=now["name"]),
        (
            gettext("She cannot see or do anything here from the next second on; her sessions for it end."),
            gettext(
                "Everything that she did stays, with her name. Her account stays, too, with other parties."
            ),
            gettext("She can be invited again."),
        ),
        gettext("Remove"),
        gettext("%(name)s was removed.", name=now["name"]),
    )
    back = url_for("settings.people")
    return confirming("people", question, lambda: asks.api().delete_person(person_id), back)


@blueprint.route("/people/invitations/<invitation_id>/take-back", methods=["GET", "POST"])
def take_back(invitation_id: str) -> ResponseReturnValue:
    """Takes an invitation back."""
    back = url_for("settings.people")
    return confirming("people", TAKE_BACK, lambda: asks.api().delete_invitation(invitation_id), back)
