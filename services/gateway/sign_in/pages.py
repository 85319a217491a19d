"""What all of these pages have in common: who looks, forms that are the installation's own, and headers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from flask import Response, render_template
from flask_babel import gettext

from protos.roster.v1 import oauth_pb2, people_pb2
from services.gateway import bodies, languages, requests
from services.gateway.clients import Backend
from services.gateway.front.limits import Limits
from services.gateway.oauth.authorization import OAUTH, AuthorizationRequests, Refused, origin_of
from services.gateway.oauth.clients import FORM, LARGEST_FORM
from services.gateway.requests import Request
from services.gateway.sign_in.cookie import Cookies, Held
from services.gateway.transcode.requests import parse_pairs
from services.shared import logs
from services.shared.errors import CallboardError, Forbidden, Malformed, NotFound

ACCOUNTS = people_pb2.DESCRIPTOR.services_by_name["AccountService"]
SIGN_IN, AUTHORIZE = "/oauth/sign-in", "/oauth/authorize"
TOKEN = "csrf"  # noqa: S105 (the name of a field)

_NEXT = re.compile(r"/invitations/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)?|/oauth/authorize\?[!-\[\]-~]*")
"""Where somebody may go on to after signing in: pages of the gateway's own, without a backslash."""

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}

log = logs.logger()


@dataclass(frozen=True)
class Site:
    """What the pages work with."""

    roster: Backend
    cookies: Cookies
    authorizations: AuthorizationRequests
    limits: Limits
    portal_url: str = ""
    issuers: tuple[Any, ...] = ()

    def ask(self, service: Any, rpc: str, question: Any, request: Request, *, key: str = "") -> Any:
        """The answer of roster; raises what it raises."""
        method = service.methods_by_name[rpc]
        return self.roster.call(method, question, request_id=request.request_id, idempotency_key=key)

    def change(self, service: Any, rpc: str, question: Any, request: Request) -> Any:
        """The same of a command, which is done once, however often it is sent."""
        return self.ask(service, rpc, question, request, key=secrets.token_hex(16))


@dataclass
class Visit:
    """A request for a page."""

    request: Request
    held: Held
    shown: Held
    """What the browser has shown; `held` is what it gets."""
    form: dict[str, str] = field(default_factory=dict)
    leads_to: str = ""
    """Another origin to which the forms of the page may lead in the end."""

    @property
    def address(self) -> str:
        """The network address of the browser."""
        return str(self.request.environ["REMOTE_ADDR"])

    @property
    def user_agent(self) -> str:
        """What the browser calls itself."""
        return str(self.request.headers.get("User-Agent", ""))

    @property
    def next(self) -> str:
        """Where to go on to; empty where none of our own pages is named."""
        named = self.form.get("next") or self.request.args.get("next", "")
        return named if _NEXT.fullmatch(named) else ""


class Page:
    """The view of a page: GET shows it, POST takes its form in."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def __call__(self, **named: str) -> Response:
        """The page, or where to go."""
        request = requests.current()
        shown = self.site.cookies.read(request)
        visit = Visit(request, shown, shown)
        try:
            response = self._served(visit, named)
        except CallboardError as error:
            response = self.problem(visit, error)
        return self._finished(visit, response)

    def _served(self, visit: Visit, named: dict[str, str]) -> Response:
        if visit.request.method != "POST":
            return self.get(visit, **named)
        visit.form = _form(visit.request)
        self._require_own(visit)
        return self.post(visit, **named)

    def get(self, visit: Visit, **named: str) -> Response:
        """What is shown."""
        raise NotImplementedError

    def post(self, visit: Visit, **named: str) -> Response:
        """What comes of the form."""
        raise NotImplementedError

    def _require_own(self, visit: Visit) -> None:
        """Raises Forbidden where the form was not made for this browser, or was sent from another site."""
        cookies, request = self.site.cookies, visit.request
        own = {urlsplit(cookies.origin(request)).netloc, request.host}
        sent_from = request.headers.get("Sec-Fetch-Site") or _from(request.headers.get("Origin"), own)
        # Without a referrer, a browser says `Origin: null` of our own forms: then the other header decides.
        if sent_from != "same-origin" or not cookies.is_token(visit.shown, visit.form.get(TOKEN, "")):
            raise Forbidden(
                gettext("This form was made somewhere else, or too long ago. Open the page again.")
            )

    def _finished(self, visit: Visit, response: Response) -> Response:
        beyond = f" https: {visit.leads_to}" if visit.leads_to else ""
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = (
            f"default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'{beyond}; "
            "frame-ancestors 'none'"
        )
        if visit.held.is_new or visit.held is not visit.shown:
            self.site.cookies.write(visit.request, response, visit.held)
        return response

    def page(self, visit: Visit, template: str, status: int = 200, **content: Any) -> Response:
        """A page with what it shows."""
        rendered = render_template(
            f"sign_in/{template}.html",
            token=self.site.cookies.token(visit.held),
            languages=languages.NAMES,
            language=languages.language(),
            link=link,
            here=_here(visit.request),
            portal_url=self.site.portal_url,
            next=visit.next,
            **content,
        )
        return Response(rendered, status, content_type="text/html; charset=utf-8")

    def problem(self, visit: Visit, error: CallboardError) -> Response:
        """The page that tells of an error."""
        if error.http_status >= 500:
            log.warning("sign_in_page_failed", request_id=visit.request.request_id, detail=error.detail)
        said = {
            404: gettext("This link is not, or no longer, good. Ask for another one."),
            429: gettext("Too many attempts. Wait a moment, and try again."),
            503: gettext("Something is out of reach. Try again in a moment."),
        }
        text = said.get(error.http_status, error.detail)
        response = self.page(visit, "problem", error.http_status, text=text)
        response.headers.update(error.headers)
        return response

    def to(self, location: str) -> Response:
        """Sends the browser there, by GET."""
        return Response(status=303, headers={"Location": location})

    def onward(self, visit: Visit) -> Response:
        """Sends somebody on who has signed in."""
        return self.to(visit.next or self.site.portal_url or link(SIGN_IN))

    def person(self, visit: Visit) -> people_pb2.Account | None:
        """Who has signed in in this browser; None where nobody has."""
        if not visit.held.session_id:
            return None
        asked = oauth_pb2.CheckSessionRequest(session_id=visit.held.session_id, secret=visit.held.secret)
        found = self.site.ask(OAUTH, "CheckSession", asked, visit.request)
        if not found.open:
            return None
        who = people_pb2.FindPersonRequest(person_id=found.person_id)
        try:
            return cast(people_pb2.Account, self.site.ask(ACCOUNTS, "FindPerson", who, visit.request))
        except NotFound:
            return None

    def signed_in(self, visit: Visit, person_id: str) -> None:
        """Begins the sign-in of a person, under a new secret: what the browser held is worth nothing."""
        start = oauth_pb2.StartSessionRequest(
            person_id=person_id, address=visit.address, user_agent=visit.user_agent[:500]
        )
        begun = self.site.change(OAUTH, "StartSession", start, visit.request)
        self._end(visit)
        visit.held = Held(f"{begun.session_id}.{begun.secret}")

    def signed_out(self, visit: Visit) -> None:
        """Ends the sign-in of the browser."""
        self._end(visit)
        visit.held = self.site.cookies.fresh()

    def _end(self, visit: Visit) -> None:
        if visit.held.session_id:
            ending = oauth_pb2.EndSessionRequest(session_id=visit.held.session_id, secret=visit.held.secret)
            self.site.ask(OAUTH, "EndSession", ending, visit.request)

    def lead(self, visit: Visit) -> None:
        """Lets forms of the page lead to the application that has sent the browser here, or to the portal.

        Browsers hold back where a form leads in the end, redirects included, unless the page allows it.
        """
        if self.site.portal_url:
            visit.leads_to = origin_of(self.site.portal_url)
        path, _, query = visit.next.partition("?")
        if path == AUTHORIZE:
            try:
                asked = self.site.authorizations.read(parse_pairs(query.encode()), "")
            except (Refused, CallboardError):
                return
            visit.leads_to = origin_of(asked.redirect_uri)


def _from(origin: str | None, own: Iterable[str]) -> str:
    """How the page that has sent a form is related to us, by its origin, or where that is not said."""
    if origin is None:
        return "same-origin"
    return "same-origin" if urlsplit(origin).netloc in own else "cross-site"


def _form(request: Request) -> dict[str, str]:
    if request.mimetype != FORM:
        raise Malformed(f"The body must be a form: Content-Type: {FORM}.")
    pairs = parse_pairs(bodies.read(request, LARGEST_FORM))
    if len(dict(pairs)) < len(pairs):
        raise Malformed("A field is given twice.")
    return dict(pairs)


def link(path: str, **more: str) -> str:
    """A page of ours, in the language that this one was asked for."""
    asked = {name: value for name, value in {**more, "lang": languages.asked()}.items() if value}
    return f"{path}?{urlencode(asked)}" if asked else path


def _here(request: Request) -> str:
    """The address of this page but for its language, to which one can be added."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in languages.ASKED]
    return f"{request.path}?{urlencode(kept)}&" if kept else f"{request.path}?"
