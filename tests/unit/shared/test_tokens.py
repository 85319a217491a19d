"""Signed tokens: what is believed, and above all what is not."""

from __future__ import annotations

import base64
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey

from services.shared.access import CLOCK_SKEW_SECONDS
from services.shared.errors import Unauthenticated
from services.shared.tokens import ACCESS_TOKEN, ASSERTION, LARGEST_TOKEN, Verifier, attested
from tests.fakes.clock import FakeClock
from tests.unit.shared.keys import make_keys, signer


class Tokens:
    """Two issuers, of whom the roster service believes one, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, FakeClock()
        self.public = make_keys(folder, "gateway")
        make_keys(folder / "other", "gateway", "stranger")

    def verifier(self, kind: str = ASSERTION, audience: str = "roster", **more: Any) -> Verifier[Any]:
        return Verifier(kind, audience, self.public, self.clock, dict, longest=30, **more)

    def sign(self, kind: str = ASSERTION, audience: str = "roster", **claims: Any) -> str:
        return signer(self.folder, "gateway", self.clock).sign(kind, audience, claims, 30)

    def forge(self, claims: dict[str, Any], **header: Any) -> str:
        """A token of any content, well signed by the gateway."""
        key = OKPKey.import_key((self.folder / "gateway.pem").read_bytes())
        now = int(self.clock.now().timestamp())
        given = {"iss": "gateway", "aud": "roster", "iat": now, "exp": now + 30} | claims
        named = {"alg": "Ed25519", "typ": ASSERTION, "kid": "gateway"} | header
        return jwt.encode(
            named, {k: v for k, v in given.items() if v is not None}, key, algorithms=["Ed25519"]
        )


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path)


def refused(verifier: Verifier, token: str) -> None:
    with pytest.raises(Unauthenticated):
        verifier.verify(token)


def test_claims_come_back(tokens: Tokens) -> None:
    claims = tokens.verifier().verify(tokens.sign(sub="ag_1", scopes=["a"]))
    assert (claims["sub"], claims["scopes"], claims["iss"], claims["aud"]) == (
        "ag_1",
        ["a"],
        "gateway",
        "roster",
    )


def test_the_helper_that_forges_can_make_a_good_token(tokens: Tokens) -> None:
    assert tokens.verifier().verify(tokens.forge({}))["iss"] == "gateway"


def test_a_token_expires_also_when_it_was_believed_before(tokens: Tokens) -> None:
    verifier, token = tokens.verifier(), tokens.sign()
    verifier.verify(token)
    tokens.clock.advance(seconds=29)
    verifier.verify(token)
    tokens.clock.advance(seconds=1)
    with pytest.raises(Unauthenticated, match="expired"):
        verifier.verify(token)
    refused(tokens.verifier(), token)


def test_another_audience_is_refused(tokens: Tokens) -> None:
    refused(tokens.verifier(), tokens.sign(audience="campaigns"))


def test_one_kind_never_passes_for_the_other(tokens: Tokens) -> None:
    refused(tokens.verifier(), tokens.sign(kind=ACCESS_TOKEN))
    refused(tokens.verifier(kind=ACCESS_TOKEN), tokens.sign())


def test_another_key_under_a_trusted_name_is_refused(tokens: Tokens) -> None:
    token = signer(tokens.folder / "other", "gateway", tokens.clock).sign(ASSERTION, "roster", {}, 30)
    refused(tokens.verifier(), token)


def test_an_unknown_issuer_is_refused(tokens: Tokens) -> None:
    token = signer(tokens.folder / "other", "stranger", tokens.clock).sign(ASSERTION, "roster", {}, 30)
    refused(tokens.verifier(), token)


def test_an_issuer_speaks_for_itself_only(tokens: Tokens) -> None:
    make_keys(tokens.folder, "metrics")
    token = signer(tokens.folder, "metrics", tokens.clock).sign(ASSERTION, "roster", {}, 30)
    assert tokens.verifier().verify(token)["iss"] == "metrics"
    refused(tokens.verifier(), tokens.forge({"iss": "metrics"}))
    refused(tokens.verifier(), tokens.forge({"iss": "metrics"}, kid="metrics"))


def test_only_the_issuers_that_are_named_are_believed(tokens: Tokens) -> None:
    make_keys(tokens.folder, "metrics")
    verifier = tokens.verifier(issuers=frozenset({"gateway"}))
    assert verifier.verify(tokens.sign())["iss"] == "gateway"
    refused(verifier, signer(tokens.folder, "metrics", tokens.clock).sign(ASSERTION, "roster", {}, 30))


def test_nothing_lasts_longer_than_the_verifier_allows(tokens: Tokens) -> None:
    now = int(tokens.clock.now().timestamp())
    assert tokens.verifier().verify(tokens.forge({"iat": now, "exp": now + 30}))
    refused(tokens.verifier(), tokens.forge({"iat": now, "exp": now + 31}))
    refused(tokens.verifier(), tokens.forge({"iat": now - 100, "exp": now + 1}))


def test_what_was_signed_in_the_future_is_refused_beyond_the_tolerance_of_clocks(tokens: Tokens) -> None:
    now = tokens.clock.now().timestamp()
    assert tokens.verifier().verify(tokens.forge({"iat": now + CLOCK_SKEW_SECONDS, "exp": now + 20}))
    refused(tokens.verifier(), tokens.forge({"iat": now + CLOCK_SKEW_SECONDS + 0.01, "exp": now + 20}))


def test_a_leeway_is_given_at_the_end_and_no_more(tokens: Tokens) -> None:
    gateway = signer(tokens.folder, "gateway", tokens.clock)
    token = gateway.sign_until(ASSERTION, "roster", {}, gateway.later(0.5))
    patient, exact = tokens.verifier(leeway=0.25), tokens.verifier()
    tokens.clock.advance(milliseconds=500)
    assert patient.verify(token)
    refused(exact, token)
    tokens.clock.advance(milliseconds=250)
    refused(patient, token)


def test_what_cannot_be_read_is_refused(tokens: Tokens) -> None:
    verifier = Verifier(ASSERTION, "roster", tokens.public, tokens.clock, lambda _: int("x"), longest=30)
    refused(verifier, tokens.sign())


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": 1e12},
        {"exp": True},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"iat": None},
        {"iat": "x"},
        {"iat": float("-inf")},
        {"aud": None},
        {"aud": ["roster"]},
        {"iss": None},
    ],
)
def test_claims_of_another_shape_are_refused(tokens: Tokens, claims: dict[str, Any]) -> None:
    refused(tokens.verifier(), tokens.forge(claims))


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {"kid": "nobody"}, {"crit": ["b64"], "b64": False}])
def test_headers_of_another_kind_are_refused(tokens: Tokens, header: dict[str, Any]) -> None:
    refused(tokens.verifier(), tokens.forge({}, **header))


def part(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_no_algorithm_but_the_pinned_one_is_believed(tokens: Tokens) -> None:
    _, payload, signature = tokens.sign().split(".")
    for algorithm in ("none", "None", "", "HS256", "EdDSA", "ES256"):
        named = part({"alg": algorithm, "typ": ASSERTION, "kid": "gateway"})
        refused(tokens.verifier(), f"{named}.{payload}.{signature}")
        refused(tokens.verifier(), f"{named}.{payload}.")


def test_the_public_key_is_no_shared_secret(tokens: Tokens) -> None:
    secret = (tokens.public / "gateway.pub.pem").read_bytes()
    header = part({"alg": "HS256", "typ": ASSERTION, "kid": "gateway"})
    signed = f"{header}.{part({'iss': 'gateway', 'aud': 'roster', 'exp': 2**40})}"
    signature = base64.urlsafe_b64encode(hmac.digest(secret, signed.encode(), "sha256")).decode().rstrip("=")
    refused(tokens.verifier(), f"{signed}.{signature}")


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    "token",
    [
        "",
        "a",
        "a.b",
        "a.b.c",
        "a.b.c.d.e",
        "...",
        "ü.ü.ü",
        "\ud800",
        f"{part('[' * 5000)}.e30.e30",
        f"{part('5')}.e30.e30",
        f"{part([])}.e30.e30",
        f"{part({'alg': 5})}.e30.e30",
        f"{part({'alg': 'Ed25519', 'kid': ['gateway']})}.e30.e30",
        f"{part({'alg': 'Ed25519', 'kid': 'gateway', 'crit': 5})}.e30.e30",
        "a" * (LARGEST_TOKEN + 1),
    ],
)
def test_what_is_no_token_is_refused(tokens: Tokens, token: str) -> None:
    refused(tokens.verifier(), token)


def test_a_changed_token_is_refused(tokens: Tokens) -> None:
    header, payload, signature = tokens.sign(sub="ag_1").split(".")
    forged = json.loads(base64.urlsafe_b64decode(payload + "==")) | {"sub": "ag_2"}
    refused(tokens.verifier(), f"{header}.{part(forged)}.{signature}")


def test_a_statement_is_read_back_with_the_key_that_signed_it_and_no_other(tmp_path: Path) -> None:
    made = Tokens(tmp_path)
    statement = signer(tmp_path, "gateway", made.clock).attest("receipt+jwt", {"delegation": "dg_1"})
    public = OKPKey.import_key((made.public / "gateway.pub.pem").read_bytes())
    other = OKPKey.import_key((tmp_path / "other" / "public" / "gateway.pub.pem").read_bytes())
    assert attested(statement, "receipt+jwt", [other, public]) == {"delegation": "dg_1"}
    for kind, keys in (("checkpoint+jwt", [public]), ("receipt+jwt", [other]), ("receipt+jwt", [])):
        with pytest.raises(ValueError, match="signature"):
            attested(statement, kind, keys)


def test_a_statement_is_no_credential(tmp_path: Path) -> None:
    made = Tokens(tmp_path)
    content = {"iss": "gateway", "aud": "roster", "exp": 9_999_999_999}
    statement = signer(tmp_path, "gateway", made.clock).attest("receipt+jwt", content)
    with pytest.raises(Unauthenticated):
        made.verifier().verify(statement)
