"""Replacing a signing key: both are believed for a while, then only the new one; no process is restarted."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.shared.errors import Unauthenticated
from services.shared.tokens import ASSERTION, RELOAD_SECONDS, Verifier
from tests.fakes.clock import FakeClock
from tests.unit.shared.keys import make_keys, signer


class Installation:
    """The gateway's present and next key pair, a folder of trusted keys, and one verifier that lives on."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.folders = {"old": folder / "old", "new": folder / "new"}
        self.public = {name: make_keys(place, "gateway") for name, place in self.folders.items()}
        self.trusted = folder / "trusted"
        self.trusted.mkdir()
        self.trust("old")
        self.verifier = Verifier(ASSERTION, "roster", self.trusted, self.clock, dict, longest=900)

    def trust(self, *names: str) -> None:
        """Writes the file of trusted keys, one block after the other."""
        blocks = [(self.public[name] / "gateway.pub.pem").read_bytes() for name in names]
        (self.trusted / "gateway.pub.pem").write_bytes(b"\n".join(blocks))

    def sign(self, name: str) -> str:
        """A token signed with the old or the new key, good for longer than any test."""
        return signer(self.folders[name], "gateway", self.clock).sign(ASSERTION, "roster", {}, 900)

    def later(self) -> None:
        """After the time within which a changed file is noticed."""
        self.clock.advance(seconds=RELOAD_SECONDS)


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def refused(installation: Installation, name: str) -> None:
    with pytest.raises(Unauthenticated):
        installation.verifier.verify(installation.sign(name))


def test_the_new_key_is_believed_beside_the_old_one(installation: Installation) -> None:
    refused(installation, "new")
    installation.trust("old", "new")
    installation.later()
    for name in ("old", "new"):
        assert installation.verifier.verify(installation.sign(name))["iss"] == "gateway"


def test_the_order_of_the_keys_does_not_matter(installation: Installation) -> None:
    installation.trust("new", "old")
    installation.later()
    for name in ("old", "new"):
        assert installation.verifier.verify(installation.sign(name))["iss"] == "gateway"


def test_a_removed_key_is_believed_no_more_not_even_for_a_token_seen_before(
    installation: Installation,
) -> None:
    installation.trust("old", "new")
    installation.later()
    token = installation.sign("old")
    installation.verifier.verify(token)

    installation.trust("new")
    installation.verifier.verify(token)  # The file is not looked at on each call.
    installation.later()
    with pytest.raises(Unauthenticated):
        installation.verifier.verify(token)
    installation.verifier.verify(installation.sign("new"))


@pytest.mark.parametrize(
    "content", [b"", b"-----BEGIN PUBLIC KEY-----\nhalf a ke", b"-----BEGIN X-----\n!\n-----END X-----"]
)
def test_a_file_that_is_being_written_leaves_the_keys_as_they_are(
    installation: Installation, content: bytes
) -> None:
    (installation.trusted / "gateway.pub.pem").write_bytes(content)
    installation.later()
    installation.verifier.verify(installation.sign("old"))

    installation.trust("old", "new")
    installation.later()
    installation.verifier.verify(installation.sign("new"))


def test_an_issuer_whose_file_is_gone_is_believed_no_more(installation: Installation) -> None:
    token = installation.sign("old")
    installation.verifier.verify(token)
    (installation.trusted / "gateway.pub.pem").unlink()
    installation.later()
    with pytest.raises(Unauthenticated):
        installation.verifier.verify(token)


def test_a_process_does_not_start_with_a_broken_key(installation: Installation) -> None:
    (installation.trusted / "gateway.pub.pem").write_bytes(b"no key")
    with pytest.raises(ValueError, match=r"gateway\.pub\.pem"):
        Verifier(ASSERTION, "roster", installation.trusted, installation.clock, dict, longest=900)
