"""What is answered without a page, refusals and streams, is protected as every page is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from services.portal.front import Front
from services.portal.live import AWAY, LISTENING, Reach
from services.portal.session import Sessions
from services.portal.vault import Vault
from tests.portal.cookies import NAME, cookie_of
from tests.unit.portal.gateway import KEY, FakeGateway

Said = dict[str, str]
OWN = {"content-type", "content-length", "location", "vary", "x-accel-buffering", "x-request-id"}
"""What an answer says of itself alone."""


@pytest.fixture(params=["http://portal.test", "https://portal.test"])
def portal(request: pytest.FixtureRequest) -> FakeGateway:
    """A gateway, before which a portal stands that browsers reach at this address."""
    return FakeGateway(more={"base_url": request.param, "body_limit": 1024, "body_seconds": 0.01})


def usual(headers: Any) -> Said:
    """What of an answer's headers all answers have in common."""
    return {name.lower(): value for name, value in headers.items() if name.lower() not in OWN}


def cookie(portal: FakeGateway) -> bytes:
    """That of somebody who is signed in."""
    token = {"access_token": "t1", "refresh_token": "r1", "expires_in": 900}
    name = f"__Host-{NAME}" if portal.settings.secure else NAME
    return f"{name}={cookie_of(token, KEY, portal.clock.now().timestamp())}".encode()


def front_of(portal: FakeGateway) -> Front:
    """What granian calls."""
    gateway = portal.gateway()
    sessions = Sessions(Vault(KEY), gateway, portal.clock)
    return Front(portal.app(), sessions, gateway, portal.settings, portal.clock)


async def whole() -> dict[str, Any]:
    """A form that is larger than any may be."""
    return {"type": "http.request", "body": b"x" * 2000, "more_body": True}


async def never() -> dict[str, Any]:
    """A browser that says nothing."""
    return await asyncio.Future()


async def gone() -> dict[str, Any]:
    """A browser that has left."""
    return {"type": "http.disconnect"}


def answered(
    front: Front,
    path: str,
    receive: Callable[[], Awaitable[dict[str, Any]]] = never,
    **headers: bytes,
) -> tuple[int, Said]:
    """The status and the headers of what is answered."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    said = [(name.replace("_", "-").encode(), value) for name, value in headers.items()]
    asyncio.run(front({"type": "http", "method": "POST", "path": path, "headers": said}, receive, send))
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_each_refusal_is_protected_as_a_page_is(portal: FakeGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    front, own = front_of(portal), cookie(portal)
    answers = [
        answered(front, "/live"),
        answered(front, "/live", cookie=own, sec_fetch_site=b"cross-site"),
        answered(front, "/settings", never),
        answered(front, "/settings", whole),
    ]
    monkeypatch.setattr(front.streams, "full", lambda _: True)
    answers.append(answered(front, "/live", cookie=own))
    assert [status for status, _ in answers] == [401, 403, 408, 413, 503]
    page = usual(portal.app().test_client().get("/nowhere", base_url=portal.settings.base_url).headers)
    assert {"content-security-policy", "x-content-type-options", "x-frame-options"} < page.keys()
    assert ("strict-transport-security" in page) is portal.settings.secure
    for status, headers in answers:
        assert (status, usual(headers), headers["content-length"]) == (status, page, "0")


def test_a_stream_is_protected_too(portal: FakeGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    front = front_of(portal)
    away = httpx.MockTransport(lambda _: httpx.Response(503))
    monkeypatch.setattr(front.streams, "_reach", Reach(away))
    status, headers = answered(front, "/live", gone, cookie=cookie(portal))
    assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    page = portal.app().test_client().get("/nowhere", base_url=portal.settings.base_url)
    assert usual(headers) == usual(page.headers)


def test_a_stream_says_from_where_on_it_tells_events(
    portal: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [503, 200]

    def answer(_: httpx.Request) -> httpx.Response:
        status = answers.pop(0) if answers else 200
        return httpx.Response(status, headers={"Content-Type": "text/event-stream"})

    front, told = front_of(portal), asyncio.Event()
    monkeypatch.setattr(front.streams, "_reach", Reach(httpx.MockTransport(answer)))
    pieces: list[bytes] = []

    async def send(message: dict[str, Any]) -> None:
        pieces.append(message.get("body", b""))
        if pieces[-1] == LISTENING:
            told.set()

    async def receive() -> dict[str, Any]:
        await asyncio.wait_for(told.wait(), 30)
        return {"type": "http.disconnect"}

    headers = [(b"cookie", cookie(portal))]
    asked = {"type": "http", "method": "GET", "path": "/live", "headers": headers}
    asyncio.run(front(asked, receive, send))
    # Not before the gateway has answered: what happened until then may be missed.
    assert pieces.index(AWAY) < pieces.index(LISTENING)
