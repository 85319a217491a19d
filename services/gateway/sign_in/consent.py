"""`/oauth/authorize`: for which party, and whether, an application is let in."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext

from protos.roster.v1 import oauth_pb2, people_pb2
from services.gateway.oauth.authorization import OAUTH, Asked, Refused, answered, origin_of
from services.gateway.sign_in.pages import AUTHORIZE, SIGN_IN, Page, Visit, link
from services.gateway.transcode.requests import parse_pairs
from services.shared.access import SCOPES, TOKEN_WORDS
from services.shared.errors import Malformed

LONGEST_ADDRESS = 4096


class AuthorizePage(Page):
    """The authorization endpoint."""

    def get(self, visit: Visit, **named: str) -> Response:
        """A code for the portal; the page of consent for other applications, or the choice of the party."""
        return self._answer(visit)

    def post(self, visit: Visit, **named: str) -> Response:
        """What was decided on the page, about the request that stands in its address."""
        return self._answer(visit)

    def _answer(self, visit: Visit) -> Response:
        query = visit.request.query_string
        if len(query) > LONGEST_ADDRESS:
            raise Malformed("The authorization request is too long.")
        try:
            asked = self.site.authorizations.read(parse_pairs(query), self._issuer(visit))
        except Refused as refused:
            if refused.location:
                return self.to(refused.location)
            text = gettext("The application that has sent you here made a mistake:")
            return self.page(visit, "problem", 400, text=text, detail=refused.description)
        person = self.person(visit)
        if person is None:
            return self.to(link(SIGN_IN, next=f"{AUTHORIZE}?{query.decode()}"))
        return self._decided(visit, asked, person)

    def _issuer(self, visit: Visit) -> str:
        return self.site.cookies.origin(visit.request)

    def _decided(self, visit: Visit, asked: Asked, person: people_pb2.Account) -> Response:
        parties = {each.party_id: each for each in person.memberships}
        decision, party = visit.form.get("decision", ""), visit.form.get("party", "")
        if decision == "deny":
            said = [("error", "access_denied"), ("error_description", "The person has declined.")]
            return self._back(visit, asked, said)
        if decision == "allow" and party in parties:
            return self._let_in(visit, asked, party)
        wanted = visit.request.args.get("party", "")
        named = wanted if wanted in parties else next(iter(parties), "") if len(parties) == 1 else ""
        if asked.application.is_portal and named and visit.request.method == "GET":
            return self._let_in(visit, asked, named)
        visit.leads_to = origin_of(asked.redirect_uri)
        return self.page(
            visit,
            "consent",
            application=asked.application,
            destination=origin_of(asked.redirect_uri),
            words=[gettext(TOKEN_WORDS[scope]) for scope in asked.scopes],
            person=person,
            chosen=named,
        )

    def _let_in(self, visit: Visit, asked: Asked, party_id: str) -> Response:
        letting = oauth_pb2.IssueCodeRequest(
            session_id=visit.held.session_id,
            secret=visit.held.secret,
            client_id=asked.application.id,
            party_id=party_id,
            redirect_uri=asked.redirect_uri,
            code_challenge=asked.challenge,
            scopes=[SCOPES[scope] for scope in asked.scopes],
        )
        code = self.site.change(OAUTH, "IssueCode", letting, visit.request).code
        if not code:
            # The sign-in, the membership or the application has gone at this moment.
            said = [
                ("error", "access_denied"),
                ("error_description", "The person may not let it in any more."),
            ]
            return self._back(visit, asked, said)
        self.site.limits.note_issued(code)
        return self._back(visit, asked, [("code", code)])

    def _back(self, visit: Visit, asked: Asked, said: list[tuple[str, str]]) -> Response:
        return self.to(answered(asked.redirect_uri, said, asked.state, self._issuer(visit)))
