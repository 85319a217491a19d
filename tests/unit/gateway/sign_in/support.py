"""A gateway with roster behind it, in one process; a browser; and an application."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from werkzeug.test import Client

from protos.roster.v1 import oauth_pb2, roster_pb2
from services.gateway.app import Dependencies
from services.roster.domain.people.person import Membership, Person
from services.roster.domain.people.roles import Role
from services.roster.handlers.people import passwords
from services.shared.access import SCOPES, Identity
from services.shared.commands import Commit
from tests.fakes.roster import FakeStore
from tests.unit.gateway.support import Call, FakeBackend, Stage
from tests.unit.gateway.wire import Wire
from tests.unit.roster.calling import OPERATOR, Caller

PASSWORD = "three quiet rivers, one bridge"
HASHED = passwords.hashed(PASSWORD)
HOST = "127.0.0.1:8080"
PORTAL = "http://127.0.0.1:8090"
SIGNED_IN = f"{PORTAL}/signed-in"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
EMAIL = "ana@example.com"
BACK = "https://app.example.com/back"


@dataclass
class Roster(FakeBackend):
    """Roster's servicers, as the gateway calls them; what they answer can be said otherwise by name."""

    store: Any = None
    caller: Any = None

    def call(self, method: Any, request: Any, **more: Any) -> Any:
        """The answer of the servicer."""
        if method.name in self.answers:
            return super().call(method, request, **more)
        self.calls.append(Call(method.name, request, "", "", more.get("idempotency_key", ""), 5.0))
        identity = more.get("identity") or Identity("gateway")
        rpc = f"{method.containing_service.name}/{method.name}"
        return self.caller(identity, rpc, request, key=more.get("idempotency_key", ""))


class World(Stage):
    """An agency with people, a brand, and the pages."""

    def __init__(
        self, keys: Path, base_url: str = f"http://{HOST}", issuers: Any = (), **settings: Any
    ) -> None:
        self.store = FakeStore()

        def adjust(given: Dependencies) -> Dependencies:
            roster = Roster("roster", clock=given.clock, store=self.store)
            roster.caller = Caller(self.store, given.clock)
            self.roster_behind = roster
            backends = {**given.backends, "roster": roster}
            return replace(given, backends=backends, portal_url=PORTAL, base_url=base_url, issuers=issuers)

        super().__init__(keys, adjust, **settings)
        self.roster = self.roster_behind
        self.call = Caller(self.store, self.clock)
        self.agency = self._agency("North Talent")
        self.other = self._agency("South Talent")
        self.ana = self.person("pe_ana", EMAIL)

    def _agency(self, name: str) -> Identity:
        request = roster_pb2.CreateAgencyRequest(name=name, country="US")
        made = self.call(OPERATOR, "PartyService/CreateAgency", request)
        scopes = frozenset(SCOPES)
        return Identity("gateway", made.agency.id, "agency", made.client.client_id, scopes)

    def person(self, person_id: str, email: str, *parties: Identity, **more: Any) -> Person:
        """A person with PASSWORD, who is an owner of these agencies."""
        now = self.clock.now()
        said = {"name": "Ana López", "password_hash": HASHED, "sessions_valid_from": now, **more}
        held = tuple(
            Membership(each.party_id, each.kind, Role.OWNER, now)  # type: ignore[arg-type]
            for each in parties or (self.agency,)
        )
        made = Person(person_id, email, created_at=now, updated_at=now, memberships=held, **said)
        self.store.people.insert(made, Commit())
        return made

    def application(self, *uris: str, confidential: bool = False, **more: Any) -> Any:
        """An application of the other agency."""
        request = oauth_pb2.CreateApplicationRequest(
            name=more.pop("name", "Deal sheets"),
            redirect_uris=uris or (BACK,),
            confidential=confidential,
        )
        return self.call(more.pop("by", self.other), "ApplicationService/CreateApplication", request)

    def browser(self) -> Browser:
        """A browser that holds nothing yet."""
        return Browser(Client(Wire(self.front)))

    def token(self, *given: Any, **form: str) -> Any:  # type: ignore[override]
        """What the token endpoint answers."""
        return self.http.post("/oauth/token", data=form, headers={"Host": HOST}, **dict(given))

    def exchange(self, code: str, **changed: str) -> Any:
        """The token endpoint's answer to a code of the portal's."""
        usual = {
            "grant_type": "authorization_code",
            "client_id": "portal",
            "redirect_uri": SIGNED_IN,
            "code_verifier": VERIFIER,
        }
        return self.token(**{**usual, "code": code, **changed})

    def refresh(self, token: str, client_id: str = "portal") -> Any:
        """The token endpoint's answer to a refresh token."""
        return self.token(grant_type="refresh_token", client_id=client_id, refresh_token=token)


@dataclass
class Browser:
    """Keeps cookies, and sends the forms that it is shown."""

    http: Client
    shown: Any = None
    headers: dict[str, str] = field(default_factory=lambda: {"Host": HOST})

    def get(self, path: str, **headers: str) -> Any:
        """A page."""
        self.shown = self.http.get(path, base_url=f"http://{HOST}", headers={**self.headers, **headers})
        return self.shown

    def send(self, path: str = "", *, headers: dict[str, str] | None = None, **fields: str) -> Any:
        """The form of the page that is shown, with its hidden fields, filled in."""
        text = self.shown.text
        action = re.search(r'<form method="post"(?: action="([^"]*)")?', text)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
        form = {name: html.unescape(value) for name, value in hidden.items()} | fields
        target = path or html.unescape((action and action[1]) or self.shown.request.full_path)
        self.shown = self.http.post(
            target, data=form, base_url=f"http://{HOST}", headers={**self.headers, **(headers or {})}
        )
        return self.shown

    def follow(self) -> Any:
        """Goes where it was sent, within the gateway."""
        return self.get(self.shown.headers["Location"])

    @property
    def location(self) -> str:
        """Where it was sent."""
        assert self.shown.status_code == 303, (self.shown.status_code, self.shown.text)
        return str(self.shown.headers["Location"])

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD) -> Any:
        """Signs in by the page."""
        self.get("/oauth/sign-in")
        return self.send(email=email, password=password)


def request_of(client_id: str = "portal", **changed: str) -> str:
    """The address of an authorization request; what is given as "" is left out."""
    usual = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": SIGNED_IN if client_id == "portal" else BACK,
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "state": "s1",
        **({} if client_id == "portal" else {"scope": "marketplace.roster.read"}),
    }
    return "/oauth/authorize?" + urlencode({key: value for key, value in (usual | changed).items() if value})


def answer_in(location: str) -> dict[str, str]:
    """The parameters with which a browser was sent back."""
    return dict(parse_qsl(urlsplit(location).query, keep_blank_values=True))


def code_in(location: str) -> str:
    """The code with which a browser was sent back."""
    return parse_qs(urlsplit(location).query)["code"][0]


def signed_in(world: World, email: str = EMAIL) -> Browser:
    """A browser in which somebody has signed in on the way to the portal, which has its code."""
    browser = world.browser()
    browser.get(request_of())
    browser.follow()
    browser.send(email=email, password=PASSWORD)
    browser.follow()
    return browser
