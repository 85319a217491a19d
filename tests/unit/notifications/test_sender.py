"""One attempt to deliver, without a socket: what leaves, what is kept of the answer, what never leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpcore
import pytest
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from services.notifications.domain.deliveries import Attempt
from services.notifications.domain.webhooks import Secret, rotate
from services.notifications.sending.connections import MOST_IDLE
from services.notifications.sending.network import GuardedNetwork
from services.notifications.sending.sender import KEPT_ANSWER, LARGEST_ANSWER, Forbidden, Sender, headers_of
from tests.fakes.clock import FakeClock
from tests.unit.notifications.build import SECRET, webhook

OTHER = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = '{"type": "offer.sent"}'
PUBLIC = "93.184.215.14"


class Recording(httpcore.AsyncNetworkBackend):
    """Answers each connection as told, and remembers what was connected to and written."""

    def __init__(self, *answer: bytes) -> None:
        self._answer = list(answer)
        self.connected: list[str] = []
        self.written: list[bytes] = []

    async def connect_tcp(self, host: str, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """A stream that holds the answer."""
        self.connected.append(host)
        return _Stream(self._answer, self.written)

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """Never asked for."""
        raise NotImplementedError

    async def sleep(self, seconds: float) -> None:
        """Never asked for."""
        raise NotImplementedError


class _Stream(httpcore.AsyncMockStream):
    def __init__(self, answer: Iterable[bytes], written: list[bytes]) -> None:
        super().__init__(list(answer))
        self._written = written

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._written.append(buffer)

    async def start_tls(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        return self


class Names:
    """A resolver that gives each answer once, the last one again and again."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def __call__(self, _host: str, _port: int) -> list[str]:
        self.asked += 1
        return self._answers[min(self.asked, len(self._answers)) - 1]


def attempt(
    wire: Recording,
    url: str = "https://a.example/hook",
    *,
    names: Names | None = None,
    allow: bool = True,
    private: bool = False,
) -> Attempt:
    """One attempt over `wire`."""
    network = GuardedNetwork(private=private, resolve=names or Names([PUBLIC]))
    network._inner = wire

    async def allowed() -> bool:
        assert not wire.written
        return allow

    async def run() -> Attempt:
        sender = Sender(network, FakeClock(), plain_http=private)
        try:
            return await sender.send(url, [SECRET], "ev_1", BODY, allowed)
        finally:
            await sender.close()

    return asyncio.run(run())


def answer(status: str, body: bytes = b"", *more: bytes) -> bytes:
    """An answer of HTTP/1.1."""
    head = [f"HTTP/1.1 {status}".encode(), b"Content-Length: %d" % len(body), *more]
    return b"\r\n".join([*head, b"", body])


def test_a_delivery_is_a_signed_post_to_the_address_that_was_checked() -> None:
    wire = Recording(answer("200 OK", b"thanks"))
    done = attempt(wire)
    assert (done.status, done.error, done.answer) == (200, "", "thanks")
    assert wire.connected == [PUBLIC]
    sent = b"".join(wire.written).decode()
    assert sent.startswith("POST /hook HTTP/1.1\r\n")
    assert "host: a.example\r\n" in sent.lower()
    assert sent.endswith(BODY)


def test_what_is_no_success_has_failed() -> None:
    for status in ("302 Found", "404 Not Found", "500 Internal Server Error"):
        wire = Recording(answer(status, b"", b"Location: https://b.example/"))
        failed = attempt(wire)
        assert failed.error == f"The receiver answered {status[:3]}."
        assert wire.connected == [PUBLIC]


def test_of_a_huge_answer_only_the_beginning_is_read_and_kept() -> None:
    piece = b"x" * LARGEST_ANSWER
    wire = Recording(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", *[piece] * 4)
    assert len(attempt(wire).answer) == KEPT_ANSWER


@pytest.mark.parametrize("wire", [Recording(b""), Recording(b"SSH-2.0-OpenSSH_9\r\n")])
def test_what_speaks_no_http_has_failed(wire: Recording) -> None:
    assert attempt(wire).error.startswith("The connection failed: ")


def test_nothing_leaves_for_who_may_not_hear_it() -> None:
    wire = Recording(answer("200 OK"))
    with pytest.raises(Forbidden):
        attempt(wire, allow=False)
    assert wire.connected
    assert not wire.written


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1"])
def test_a_name_with_one_bad_address_is_not_connected_to(address: str) -> None:
    wire = Recording(answer("200 OK"))
    refused = attempt(wire, names=Names([PUBLIC, address]))
    assert f"leads to {address}, which is not an address of the public Internet" in refused.error
    assert not wire.connected


def test_a_name_that_changes_its_answer_leads_nowhere_else() -> None:
    wire, names = Recording(answer("200 OK")), Names([PUBLIC], ["127.0.0.1"])
    attempt(wire, names=names)
    assert (names.asked, wire.connected) == (1, [PUBLIC])
    assert attempt(wire, names=names).error
    assert wire.connected == [PUBLIC]


def test_a_name_without_addresses_has_failed() -> None:
    wire = Recording(answer("200 OK"))
    assert attempt(wire, names=Names([])).error == "The name a.example has no address."


def test_plain_http_is_only_for_tests() -> None:
    wire = Recording(answer("200 OK"), answer("200 OK"))
    assert attempt(wire, "http://a.example/").error == "Only https addresses are sent to."
    assert attempt(wire, "http://a.example/", names=Names(["127.0.0.1"]), private=True).status == 200


def signed(secrets: list[str], at: datetime) -> dict[str, str]:
    """The headers of a delivery."""
    return {name.decode(): value.decode() for name, value in headers_of(secrets, "ev_1", at, BODY)}


def test_the_stock_verifier_accepts_a_delivery_and_refuses_each_that_was_changed() -> None:
    headers = signed([SECRET], datetime.now(UTC))
    assert Verifier(SECRET).verify(BODY, headers) == {"type": "offer.sent"}
    for index in range(len(BODY)):
        changed = BODY[:index] + chr(ord(BODY[index]) ^ 1) + BODY[index + 1 :]
        with pytest.raises(WebhookVerificationError):
            Verifier(SECRET).verify(changed, headers)
    for name in ("webhook-id", "webhook-timestamp"):
        with pytest.raises(WebhookVerificationError):
            Verifier(SECRET).verify(BODY, headers | {name: headers[name][:-1] + "x"})


def test_the_stock_verifier_refuses_old_deliveries_and_foreign_secrets() -> None:
    now = datetime.now(UTC)
    with pytest.raises(WebhookVerificationError):
        Verifier(SECRET).verify(BODY, signed([SECRET], now - timedelta(minutes=6)))
    with pytest.raises(WebhookVerificationError):
        Verifier(OTHER).verify(BODY, signed([SECRET], now))


def test_after_a_rotation_either_secret_verifies() -> None:
    now = datetime.now(UTC)
    turned = rotate(replace(webhook(), secrets=(Secret(SECRET),)), OTHER, now)
    headers = signed(turned.signing_secrets(now), now)
    for secret in (SECRET, OTHER):
        assert Verifier(secret).verify(BODY, headers) == {"type": "offer.sent"}


def several(wire: Recording, *urls: str) -> list[Attempt]:
    """Attempts, one after the other, with one sender."""
    network = GuardedNetwork(resolve=Names([PUBLIC]))
    network._inner = wire

    async def allowed() -> bool:
        return True

    async def run() -> list[Attempt]:
        sender = Sender(network, FakeClock())
        try:
            return [await sender.send(url, [SECRET], "ev_1", BODY, allowed) for url in urls]
        finally:
            await sender.close()

    return asyncio.run(run())


def test_a_connection_is_kept_for_the_next_delivery_to_the_same_receiver() -> None:
    wire = Recording(*[answer("204 No Content")] * 3)
    urls = ("https://a.example/1", "https://a.example/2", "https://b.example/")
    assert [each.status for each in several(wire, *urls)] == [204] * 3
    assert len(wire.connected) == 2


def test_a_connection_that_the_receiver_ends_is_not_kept() -> None:
    wire = Recording(*[answer("204 No Content", b"", b"Connection: close")] * 2)
    assert [each.status for each in several(wire, *["https://a.example/"] * 2)] == [204] * 2
    assert len(wire.connected) == 2


def test_only_so_many_connections_are_kept() -> None:
    wire = Recording(*[answer("204 No Content")] * (MOST_IDLE + 3))
    urls = [f"https://{number}.example/" for number in range(MOST_IDLE + 1)]
    assert {each.status for each in several(wire, *urls, urls[1], urls[0])} == {204}
    assert len(wire.connected) == MOST_IDLE + 2
