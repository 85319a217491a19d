"""A gateway made of canned answers for the pages of the portal, without a socket, and browsers of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.test import TestResponse

from services.portal.app import Dependencies, create_app
from services.portal.config import Settings
from services.portal.gateway import Gateway
from tests.fakes.clock import FakeClock
from tests.portal.cookies import NAME, cookie_of

KEY = "k" * 32
BASE_URL, PUBLIC_URL = "http://portal.test", "http://gateway.public"
Canned = dict[str, Any] | httpx.Response | Callable[[httpx.Request], httpx.Response]

SCOPES = [
    f"marketplace.{each}"
    for each in ("offers.read", "offers.negotiate", "offers.accept", "deliverables.write", "audience.read")
]
ME: dict[str, Any] = {
    "party": {"id": "ag_1", "kind": "agency", "name": "Northlight Talent", "handle": None},
    "client": {"client_id": "cl_1", "scopes": SCOPES},
    "limits": [],
    "waiting": {"delegation_requests": 0, "offers": 3, "confirmations": 0},
}


class Compiled(BytecodeCache):
    """Templates, compiled once for all portals of a process: most of what a test would take."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives what was compiled; the library checks that the template is the same."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def me(kind: str, party_id: str, name: str = "Ana") -> dict[str, Any]:
    """What GET /v1/me says to another party."""
    return {**ME, "party": {"id": party_id, "kind": kind, "name": name, "handle": None}}


def problem(status: int, code: str, detail: str = "No.", **more: Any) -> httpx.Response:
    """A refusal."""
    body = {"code": code, "title": "No", "status": status, "detail": detail, "request_id": "r1", **more}
    kind = {"Content-Type": "application/problem+json"}
    return httpx.Response(status, content=json.dumps(body).encode(), headers=kind)


def page(*items: dict[str, Any], next_cursor: str = "") -> dict[str, Any]:
    """A page of a list."""
    return {"items": list(items), "next_cursor": next_cursor}


@dataclass
class FakeGateway:
    """Answers `METHOD /path` as `answers` says, everything else with 404; `asked` is every request."""

    answers: dict[str, Canned] = field(default_factory=lambda: {"GET /v1/me": ME})
    asked: list[httpx.Request] = field(default_factory=list)
    clock: FakeClock = field(default_factory=FakeClock)
    more: dict[str, Any] = field(default_factory=dict)
    """Further settings of the portal."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """One answer."""
        request.read()
        self.asked.append(request)
        canned = self.answers.get(f"{request.method} {request.url.path}")
        if canned is None:
            return problem(404, "not_found")
        if callable(canned):
            return canned(request)
        return canned if isinstance(canned, httpx.Response) else httpx.Response(200, json=canned)

    def bodies(self, path: str) -> list[Any]:
        """What was sent to a path, as JSON."""
        return [json.loads(each.content) for each in self.asked if each.url.path == path and each.content]

    @property
    def settings(self) -> Settings:
        """Those of the portal before it."""
        urls = {"gateway_url": "http://gateway.test", "gateway_public_url": PUBLIC_URL, "base_url": BASE_URL}
        return Settings(**{**urls, "cookie_key": KEY, **self.more})

    def gateway(self) -> Gateway:
        """As the portal knows it."""
        http = httpx.Client(transport=httpx.MockTransport(self))
        settings = self.settings
        return Gateway(settings.gateway_url, settings.gateway_public_url, settings.base_url, http)

    def app(self) -> Flask:
        """The portal before it."""
        made = create_app(Dependencies(self.settings, self.gateway(), self.clock))
        made.jinja_env.bytecode_cache = COMPILED
        return made

    def browser(self, *, signed_in: bool = True, language: str = "en", lasts: int = 900) -> Browser:
        """Somebody who looks."""
        client = Browser(self.app())
        client.language = language
        if signed_in:
            token = {"access_token": "t1", "refresh_token": "r1", "expires_in": lasts}
            client.set_cookie(NAME, cookie_of(token, KEY, self.clock.now().timestamp()), domain="portal.test")
        return client


class Browser(FlaskClient):
    """A client of the portal that sends forms as a page of it would."""

    language = "en"

    def look(self, path: str, **more: Any) -> TestResponse:
        """Loads a page."""
        headers = {"Accept-Language": self.language, **more.pop("headers", {})}
        return self.get(path, base_url=BASE_URL, headers=headers, **more)

    def send(self, path: str, form: dict[str, str], **headers: str) -> TestResponse:
        """Sends a form with the token that a page has."""
        token = self.look("/inbox").text.partition('name="csrf" content="')[2].partition('"')[0]
        said = {"Origin": BASE_URL, "Sec-Fetch-Site": "same-origin", **headers}
        return self.post(path, base_url=BASE_URL, data={"csrf": token, **form}, headers=said)
