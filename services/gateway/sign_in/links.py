"""What the links of mails lead to: a new password, and the acceptance of an invitation."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext

from protos.roster.v1 import people_pb2 as pb
from services.gateway import languages
from services.gateway.sign_in.pages import ACCOUNTS, Page, Visit, link
from services.shared.codes import ErrorCode
from services.shared.errors import Conflict, Invalid, NotFound

LONGEST_TOKEN = 200
LOCALES = {"en": pb.LOCALE_EN, "es": pb.LOCALE_ES}


class ResetPage(Page):
    """`/oauth/reset`: where a link to a new password is asked for."""

    def get(self, visit: Visit, **named: str) -> Response:
        """The form."""
        return self.page(visit, "reset")

    def post(self, visit: Visit, **named: str) -> Response:
        """The same answer, whether or not there is an account."""
        asked = pb.RequestResetRequest(email=visit.form.get("email", "").strip(), address=visit.address)
        try:
            self.site.change(ACCOUNTS, "RequestReset", asked, visit.request)
        except Invalid:
            return self.page(visit, "reset", 422, fault=gettext("This is no mail address."))
        return self.page(visit, "reset", sent=True)


class _TokenPage(Page):
    """A page behind a link that holds a token. Who tries tokens out is slowed down."""

    def _served(self, visit: Visit, named: dict[str, str]) -> Response:
        self.site.limits.require_tries_left(visit.address, "links")
        try:
            if len(named["token"]) > LONGEST_TOKEN:
                raise NotFound("", code=ErrorCode.RESET_NOT_FOUND)
            return super()._served(visit, named)
        except NotFound:
            self.site.limits.note_wrong(visit.address, "links")
            raise


class NewPasswordPage(_TokenPage):
    """`/oauth/reset/<token>`: the new password."""

    def get(self, visit: Visit, **named: str) -> Response:
        """The form. Whether the link is good is said when it is used, so that opening it tells nothing."""
        return self.page(visit, "new_password")

    def post(self, visit: Visit, **named: str) -> Response:
        """Sets the password."""
        password, token = visit.form.get("password", ""), named["token"]
        asked = pb.ResetPasswordRequest(token=token, password=password, address=visit.address)
        try:
            self.site.change(ACCOUNTS, "ResetPassword", asked, visit.request)
        except Invalid as error:
            return self.page(visit, "new_password", 422, fault=_told(error))
        visit.held = self.site.cookies.fresh()
        return self.page(visit, "new_password", done=True)


class InvitationPage(_TokenPage):
    """`/invitations/<token>`: joining a party."""

    def get(self, visit: Visit, **named: str) -> Response:
        """What is offered, and a form for a new account, or to accept it as who has signed in."""
        return self._form(visit, named["token"])

    def post(self, visit: Visit, **named: str) -> Response:
        """Accepts it."""
        token, as_person = named["token"], visit.form.get("as") == "person"
        person = self.person(visit) if as_person else None
        if as_person and person is None:
            return self.to(link("/oauth/sign-in", next=visit.request.path))
        asked = pb.AcceptInvitationRequest(token=token, address=visit.address)
        if person is not None:
            asked.person_id = person.id
        else:
            asked.name, asked.password = visit.form.get("name", "").strip(), visit.form.get("password", "")
            asked.locale = LOCALES[languages.language()]
        try:
            account = self.site.change(ACCOUNTS, "AcceptInvitation", asked, visit.request)
        except Invalid as error:
            return self._form(visit, token, 422, _told(error))
        except Conflict as error:
            return self._form(visit, token, 409, _conflicts().get(error.code, error.detail))
        if person is None:
            self.signed_in(visit, account.id)
        return self.onward(visit)

    def _form(self, visit: Visit, token: str, status: int = 200, fault: str = "") -> Response:
        asked = pb.GetInvitationRequest(token=token)
        try:
            offered = self.site.ask(ACCOUNTS, "GetInvitation", asked, visit.request)
        except Conflict as error:
            return self.page(visit, "problem", 409, text=_conflicts().get(error.code, error.detail))
        person = self.person(visit)
        self.lead(visit)
        return self.page(
            visit,
            "invitation",
            status,
            offered=offered,
            person=person,
            is_invited=person is not None and person.email == offered.email,
            name=visit.form.get("name", "")[:100],
            fault=fault,
        )


def _told(error: Invalid) -> str:
    """What was wrong with a form: a sentence for each field."""
    named = {"password": gettext("The password"), "name": gettext("The name")}
    found = [f"{named.get(each.field, each.field)}: {each.message}." for each in error.errors]
    return " ".join(found) or error.detail


def _conflicts() -> dict[str, str]:
    return {
        ErrorCode.ACCOUNT_EXISTS: gettext("There is an account under this address. Sign in to accept."),
        ErrorCode.INVITATION_CLOSED: gettext("This invitation was accepted, taken back, or is too old."),
        ErrorCode.ALREADY_MEMBER: gettext("You belong to it already."),
        ErrorCode.OTHER_ADDRESS_INVITED: gettext("The invitation was made to another address than yours."),
    }
