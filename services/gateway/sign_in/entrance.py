"""Signing in with a password and a second factor, and signing out."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext

from protos.roster.v1 import people_pb2 as pb
from services.gateway.sign_in.pages import ACCOUNTS, Page, Visit
from services.shared.errors import TooManyRequests

LONGEST_EMAIL, LONGEST_PASSWORD, LONGEST_CODE = 254, 200, 40


class SignInPage(Page):
    """`/oauth/sign-in`."""

    def get(self, visit: Visit, **named: str) -> Response:
        """The form; whoever has signed in goes on."""
        if person := self.person(visit):
            return self.onward(visit) if visit.next or self.site.portal_url else self._welcome(visit, person)
        return self._form(visit)

    def post(self, visit: Visit, **named: str) -> Response:
        """Signs in, asks for the second factor, or says that something was wrong."""
        return self.tried(visit, visit.form.get("email", ""), visit.form.get("password", ""), "")

    def tried(self, visit: Visit, email: str, password: str, code: str) -> Response:
        """What comes of what somebody says who wants to sign in. Of what was wrong, nothing is said."""
        email = email.strip()
        self.site.limits.require_tries_left(visit.address, email.lower())
        if not 0 < len(email) <= LONGEST_EMAIL or not 0 < len(password) <= LONGEST_PASSWORD:
            return self._refused(visit, email, code)
        asked = pb.SignInRequest(email=email, password=password, code=code, address=visit.address)
        answer = self.site.change(ACCOUNTS, "SignIn", asked, visit.request)
        if answer.outcome == pb.SIGN_IN_OUTCOME_SIGNED_IN:
            self.signed_in(visit, answer.person.id)
            return self.onward(visit)
        if answer.outcome == pb.SIGN_IN_OUTCOME_THROTTLED:
            raise TooManyRequests("", headers={"Retry-After": str(max(1, answer.retry_after))})
        if answer.outcome == pb.SIGN_IN_OUTCOME_SECOND_FACTOR_REQUIRED and not code:
            return self._factor(visit, email, password)
        return self._refused(visit, email, code)

    def _refused(self, visit: Visit, email: str, code: str) -> Response:
        self.site.limits.note_wrong(visit.address, email.lower())
        if code:
            fault = gettext("Something was not right. Sign in again.")
        else:
            fault = gettext("The address and the password do not belong together.")
        return self._form(visit, 403, email=email, fault=fault)

    def _form(self, visit: Visit, status: int = 200, email: str = "", fault: str = "") -> Response:
        self.lead(visit)
        if self.site.issuers:
            visit.leads_to = " ".join([visit.leads_to, *(each.origin for each in self.site.issuers)]).strip()
        return self.page(
            visit, "sign_in", status, email=email[:LONGEST_EMAIL], fault=fault, issuers=self.site.issuers
        )

    def _factor(self, visit: Visit, email: str, password: str) -> Response:
        self.lead(visit)
        sealed = self.site.cookies.seal(visit.held, {"email": email, "password": password})
        return self.page(visit, "second_factor", proof=sealed)

    def _welcome(self, visit: Visit, person: pb.Account) -> Response:
        return self.page(visit, "welcome", person=person)


class SecondFactorPage(SignInPage):
    """`/oauth/second-factor`: the code, after the password."""

    def get(self, visit: Visit, **named: str) -> Response:
        """There is nothing without the password."""
        return self.onward(visit)

    def post(self, visit: Visit, **named: str) -> Response:
        """Signs in, or says that something was wrong."""
        content = self.site.cookies.open(visit.held, visit.form.get("proof", ""))
        code = visit.form.get("code", "").strip()[:LONGEST_CODE]
        if content is None or not code:
            return self._refused(visit, content["email"] if content else "", "none")
        return self.tried(visit, content["email"], content["password"], code)


class SignOutPage(Page):
    """`/oauth/sign-out`."""

    def get(self, visit: Visit, **named: str) -> Response:
        """The question; a link alone signs nobody out."""
        return self.page(visit, "sign_out", person=self.person(visit))

    def post(self, visit: Visit, **named: str) -> Response:
        """Ends the sign-in, and the sessions of the portal that began with it."""
        self.signed_out(visit)
        return self.page(visit, "sign_out", person=None)
