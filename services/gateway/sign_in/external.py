"""Signing in by an external issuer: there, and back."""

from __future__ import annotations

import secrets

from flask import Response
from flask_babel import gettext

from protos.roster.v1 import people_pb2 as pb
from services.gateway.sign_in.issuers import Identity, IssuerClient, IssuerFailed
from services.gateway.sign_in.pages import ACCOUNTS, SIGN_IN, Page, Visit, link, log
from services.shared.codes import ErrorCode
from services.shared.errors import NotFound


class _IssuerPage(Page):
    def issuer(self, named: dict[str, str]) -> IssuerClient:
        """The issuer that the address names; raises NotFound."""
        found = next((each for each in self.site.issuers if each.id == named["issuer"]), None)
        if found is None:
            raise NotFound("There is no such issuer.", code=ErrorCode.PATH_NOT_FOUND)
        return found  # type: ignore[no-any-return]

    def back(self, visit: Visit, issuer: IssuerClient) -> str:
        """Where the issuer sends the browser: an address for each, so that none answers for another."""
        return f"{self.site.cookies.origin(visit.request)}/oauth/external/{issuer.id}/back"

    def failed(self, visit: Visit, issuer: IssuerClient, why: str, status: int = 403) -> Response:
        """The page that says that the issuer did not do it; why, is for the operator's log."""
        log.warning("issuer_failed", issuer=issuer.id, why=why, request_id=visit.request.request_id)
        text = gettext(
            "%(name)s did not say who you are. Try again, or sign in with your password.", name=issuer.name
        )
        return self.page(visit, "problem", status, text=text)


class ExternalPage(_IssuerPage):
    """`/oauth/external/<issuer>`: the way there."""

    def get(self, visit: Visit, **named: str) -> Response:
        """Nobody is sent there by a link alone."""
        self.issuer(named)
        return self.to(link(SIGN_IN))

    def post(self, visit: Visit, **named: str) -> Response:
        """Sends the browser to the issuer, with a question that only this browser can bring the answer to."""
        issuer = self.issuer(named)
        asked = {"nonce": secrets.token_urlsafe(24), "verifier": secrets.token_urlsafe(48)}
        state = self.site.cookies.seal(visit.held, {**asked, "issuer": issuer.id, "next": visit.next})
        try:
            return self.to(issuer.address(self.back(visit, issuer), state, asked["nonce"], asked["verifier"]))
        except IssuerFailed as error:
            return self.failed(visit, issuer, str(error), 503)


class ExternalBackPage(_IssuerPage):
    """`/oauth/external/<issuer>/back`: the way back."""

    def get(self, visit: Visit, **named: str) -> Response:
        """Signs in whom the issuer names, where she has an account here."""
        issuer, said = self.issuer(named), visit.request.args
        kept = self.site.cookies.open(visit.shown, said.get("state", ""))
        if kept is None or kept.get("issuer") != issuer.id:
            text = gettext("This sign-in was begun elsewhere, or too long ago. Begin again.")
            return self.page(visit, "problem", 400, text=text)
        if said.get("iss", issuer.issuer.issuer) != issuer.issuer.issuer:
            return self.failed(visit, issuer, "another issuer has answered")
        if not said.get("code"):
            return self.failed(visit, issuer, f"error {said.get('error', '')!r:.100}")
        try:
            who = issuer.identity(said["code"], self.back(visit, issuer), kept["nonce"], kept["verifier"])
        except IssuerFailed as error:
            return self.failed(visit, issuer, str(error))
        visit.form["next"] = kept["next"]
        return self._known(visit, issuer, who)

    def post(self, visit: Visit, **named: str) -> Response:
        """As by GET: an issuer that posts its answer is not believed."""
        return self.to(link(SIGN_IN))

    def _known(self, visit: Visit, issuer: IssuerClient, who: Identity) -> Response:
        asked = pb.FindExternalRequest(
            issuer=who.issuer, subject=who.subject, email=who.email, email_verified=who.email_verified
        )
        try:
            account = self.site.change(ACCOUNTS, "FindExternal", asked, visit.request)
        except NotFound:
            text = gettext(
                "Nobody here has the address under which %(name)s knows you. Ask for an invitation.",
                name=issuer.name,
            )
            return self.page(visit, "problem", 403, text=text)
        self.signed_in(visit, account.id)
        return self.onward(visit)
