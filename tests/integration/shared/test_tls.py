"""Mutual TLS between services: a real server and a real client, with certificates that the test makes."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from cryptography import x509

from protos.roster.v1 import roster_pb2 as pb
from services.roster.rpc import registrations
from services.shared import tls
from services.shared.access import Identity
from services.shared.assertions import assertion_verifier
from services.shared.client import AssertionRefused, Client
from services.shared.errors import Unavailable
from services.shared.rpc import build_server
from tests.certificates import Authority
from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore
from tests.integration.shared.test_rpc_server import AGENCY, METHODS, OPERATOR, settings
from tests.unit.roster.calling import attester
from tests.unit.roster.people import SEALS
from tests.unit.shared.keys import signer

HANDSHAKE_SECONDS = 5


class Roster:
    """A roster that listens over TLS with the files of `folder`, and those who call it."""

    def __init__(self, folder: Path, keys: Path, clock: FakeClock) -> None:
        self.folder, self._keys, self._clock = folder, keys, clock
        verifier = assertion_verifier("roster", keys / "public", clock)
        self.server = build_server(
            settings(keys), [pb], registrations(FakeStore(), clock, attester(clock), SEALS), verifier
        )
        self.port = tls.listen(self.server, "127.0.0.1:0", folder)
        self.server.start()

    def served(self, folder: Path | None, name: str = "localhost", identity: Identity = OPERATOR) -> bool:
        """Whether a client with the files of `folder` is served."""
        client = Client("roster", f"{name}:{self.port}", signer(self._keys, "gateway", self._clock), folder)
        try:
            client.call(METHODS["PartyService/CreateAgency"], AGENCY, identity=identity)
        except Unavailable:
            return False
        return True

    def reached(self, folder: Path) -> bool:
        """Whether an event loop with the files of `folder` gets an answer: that there is no such proof."""
        client = Client(
            "roster", f"localhost:{self.port}", signer(self._keys, "gateway", self._clock), folder
        )
        asked = pb.GetCreatorRequest(creator_id="cr_1")
        try:
            asyncio.run(client.read(METHODS["PartyService/GetCreator"], asked, assertion="x", request_id=""))
        except AssertionRefused:
            return True
        except Unavailable:
            return False
        raise AssertionError("it was believed")

    def shown(self) -> int:
        """The serial number of the certificate that the server shows now."""
        context = ssl.create_default_context(cafile=self.folder / "ca.crt")
        context.set_alpn_protocols(["h2"])
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=HANDSHAKE_SECONDS) as link,
            context.wrap_socket(link, server_hostname="localhost") as secure,
        ):
            return x509.load_der_x509_certificate(secure.getpeercert(binary_form=True) or b"").serial_number


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def roster(authority: Authority, tmp_path: Path, keys: Path, clock: FakeClock) -> Iterator[Roster]:
    made = Roster(authority.certify(tmp_path / "roster"), keys, clock)
    yield made
    made.server.stop(None).wait()


def test_a_client_with_a_certificate_of_the_authority_is_served(
    roster: Roster, authority: Authority, tmp_path: Path
) -> None:
    folder = authority.certify(tmp_path / "gateway", "gateway")
    assert roster.served(folder)
    assert roster.reached(folder)


def test_a_client_in_plain_text_is_refused(roster: Roster) -> None:
    assert not roster.served(None)


def test_a_client_without_a_certificate_is_refused(roster: Roster) -> None:
    credentials = grpc.ssl_channel_credentials((roster.folder / "ca.crt").read_bytes())
    with grpc.secure_channel(f"localhost:{roster.port}", credentials) as channel:
        stub = channel.unary_unary("/roster.v1.PartyService/CreateAgency")
        with pytest.raises(grpc.RpcError) as refused:
            stub(b"", timeout=HANDSHAKE_SECONDS)
    assert refused.value.code() is grpc.StatusCode.UNAVAILABLE


def test_a_client_of_another_authority_is_refused(roster: Roster, tmp_path: Path) -> None:
    stranger = Authority().certify(tmp_path / "stranger", "gateway")
    # It believes the server; the server does not believe it.
    shutil.copy(roster.folder / "ca.crt", stranger / "ca.crt")
    assert not roster.served(stranger)


def test_a_client_refuses_a_server_of_another_authority_or_name(
    roster: Roster, authority: Authority, tmp_path: Path, keys: Path, clock: FakeClock
) -> None:
    client = authority.certify(tmp_path / "gateway", "gateway")
    assert roster.served(client)
    misnamed = Roster(authority.certify(tmp_path / "other", "campaigns"), keys, clock)
    assert not misnamed.served(client)
    misnamed.server.stop(None).wait()
    (client / "ca.crt").write_bytes((Authority().certify(tmp_path / "x") / "ca.crt").read_bytes())
    assert not roster.served(client)


def test_a_renewed_certificate_is_shown_without_a_restart(
    roster: Roster, authority: Authority, tmp_path: Path
) -> None:
    before = roster.shown()
    assert roster.shown() == before
    authority.certify(roster.folder)
    assert roster.shown() != before
    assert roster.served(authority.certify(tmp_path / "gateway", "gateway"))


def test_a_renewed_authority_is_believed_without_a_restart(
    roster: Roster, authority: Authority, tmp_path: Path
) -> None:
    old = authority.certify(tmp_path / "old", "gateway")
    assert roster.served(old)
    renewed = Authority("renewed")
    renewed.certify(roster.folder)
    assert roster.served(renewed.certify(tmp_path / "new", "gateway"))
    # Of those who believe both, the one with the old certificate is refused.
    shutil.copy(roster.folder / "ca.crt", old / "ca.crt")
    assert not roster.served(old)


def test_in_the_middle_of_a_rotation_what_is_in_use_stays_so(
    roster: Roster, authority: Authority, tmp_path: Path
) -> None:
    before = roster.shown()
    (roster.folder / "tls.key").unlink()
    assert roster.shown() == before
    assert roster.served(authority.certify(tmp_path / "gateway", "gateway"))
