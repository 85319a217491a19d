"""A browser as the gateway sees it: it keeps cookies, sends forms, and follows no redirect by itself."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import weakref
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from services.shared.access import SCOPES
from tests.e2e.api import Actor, Operator, unique

PASSWORD = "three quiet rivers, one bridge"
BACK = "http://127.0.0.1:4711/back"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


class Browser:
    """One person's browser; `address` is one of this machine's, from which it connects."""

    def __init__(self, base_url: str, address: str = "") -> None:
        self.base_url = base_url
        transport = httpx.HTTPTransport(local_address=address) if address else None
        self.http = httpx.Client(base_url=base_url, timeout=30, trust_env=False, transport=transport)
        self.shown = httpx.Response(204)
        weakref.finalize(self, self.http.close)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """A page."""
        self.shown = self.http.get(path, headers=headers)
        return self.shown

    def send(self, path: str = "", *, headers: dict[str, str] | None = None, **fields: str) -> httpx.Response:
        """The form of the page that is shown, with its hidden fields, filled in."""
        text = self.shown.text
        action = re.search(r'<form method="post"(?: action="([^"]*)")?', text)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
        form = {name: html.unescape(value) for name, value in hidden.items()} | fields
        target = path or html.unescape((action and action[1]) or str(self.shown.url.raw_path.decode()))
        self.shown = self.http.post(target, data=form, headers=headers)
        return self.shown

    @property
    def location(self) -> str:
        """Where it was sent."""
        assert self.shown.status_code == 303, (self.shown.status_code, self.shown.text)
        return self.shown.headers["Location"]

    def follow(self) -> httpx.Response:
        """Goes where it was sent."""
        return self.get(self.location)

    @property
    def cookie(self) -> str:
        """What it holds of the gateway."""
        return next(iter(self.http.cookies.jar)).value or ""

    def sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        """Signs in by the page."""
        self.get("/oauth/sign-in")
        return self.send(email=email, password=password)


@dataclass
class Member:
    """A person of an agency, in the browser in which she has accepted her invitation."""

    agency: Actor
    email: str
    browser: Browser = field(repr=False)


def invited(
    operator: Operator, agency: Actor, name: str = "Ana López", *, role: str = "owner", **limits: list[str]
) -> Member:
    """A member of the agency, an owner unless said otherwise, who has followed her invitation."""
    email = f"{unique('ana')}@example.com".lower()
    asked = {"email": email, "role": role, **limits}
    link = operator.post(f"/v1/operator/parties/{agency.id}/invitations", asked)["link"]
    browser = Browser(operator.base_url)
    page = browser.get(urlsplit(link).path)
    assert page.status_code == 200, page.text
    assert email in page.text
    browser.send(name=name, password=PASSWORD)
    assert browser.shown.status_code == 303, browser.shown.text
    return Member(agency, email, browser)


@dataclass
class Person(Actor):
    """A person who calls the API by the token of an application that she has let in."""

    access_token: str = field(default="", repr=False)

    def token(self) -> dict[str, Any]:
        """The token that she has."""
        return {"access_token": self.access_token}


@dataclass
class App:
    """An application, and what it asks."""

    base_url: str
    id: str
    secret: str = field(default="", repr=False)

    def request(self, **changed: str) -> str:
        """The address of its authorization request; what is given as "" is left out."""
        usual = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": BACK,
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            "state": "s1",
            "scope": "marketplace.roster.read marketplace.people.read",
        }
        return "/oauth/authorize?" + urlencode({k: v for k, v in (usual | changed).items() if v})

    def token(self, **form: str) -> httpx.Response:
        """What the token endpoint answers."""
        known = {"client_id": self.id} | ({"client_secret": self.secret} if self.secret else {})
        return httpx.post(f"{self.base_url}/oauth/token", data=known | form, trust_env=False)

    def exchange(self, code: str, **changed: str) -> httpx.Response:
        """The answer to a code."""
        usual = {"grant_type": "authorization_code", "redirect_uri": BACK, "code_verifier": VERIFIER}
        return self.token(**(usual | {"code": code} | changed))

    def refresh(self, token: str) -> httpx.Response:
        """The answer to a refresh token."""
        return self.token(grant_type="refresh_token", refresh_token=token)

    def revoke(self, token: str) -> httpx.Response:
        """The answer to a token that is to be worth nothing."""
        known = {"client_id": self.id, "token": token}
        return httpx.post(f"{self.base_url}/oauth/revoke", data=known, trust_env=False)


def registered(agency: Actor, *, confidential: bool = False) -> App:
    """An application of the agency."""
    asked = {"name": unique("Deal sheets"), "redirect_uris": [BACK], "confidential": confidential}
    made = agency.post("/v1/applications", asked)
    return App(agency.base_url, made["id"], made["client_secret"])


def answer_in(location: str) -> dict[str, str]:
    """The parameters with which a browser was sent back."""
    return dict(parse_qsl(urlsplit(location).query, keep_blank_values=True))


def let_in(member: Member, app: App, **changed: str) -> dict[str, Any]:
    """The tokens of an application that the member lets in."""
    member.browser.get(app.request(**changed))
    member.browser.send(party=member.agency.id, decision="allow")
    tokens = app.exchange(answer_in(member.browser.location)["code"])
    assert tokens.status_code == 200, tokens.text
    return dict(tokens.json())


def acting(member: Member, app: App) -> Person:
    """The member by an application that may do all that she may."""
    tokens = let_in(member, app, scope=" ".join(SCOPES))
    return Person(member.agency.base_url, member.agency.id, app.id, "", access_token=tokens["access_token"])
