"""Signing in by an external OpenID Connect issuer, which may be hostile, or impersonated."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from joserfc.jwk import RSAKey

from services.gateway.sign_in import issuers
from services.gateway.sign_in.issuers import Issuer
from tests.openid import CLIENT_ID, CLIENT_SECRET, REMOVED, OpenIdIssuer, openid_issuer
from tests.unit.gateway.sign_in.support import Browser, World, answer_in, request_of
from tests.unit.gateway.support import write_keys


@pytest.fixture
def issuer() -> Iterator[OpenIdIssuer]:
    with openid_issuer() as made:
        yield made


@pytest.fixture
def world(issuer: OpenIdIssuer, tmp_path: Path) -> World:
    """A gateway that knows two issuers, of which the second one is the same server under another name."""
    write_keys(tmp_path)
    known = Issuer("acme-id", "Acme ID", issuer.address, CLIENT_ID, CLIENT_SECRET)
    other = replace(known, id="other", name="Other")
    made = World(tmp_path, issuers=(known, other))
    made.clock._now = datetime.fromtimestamp(int(time.time()), UTC)
    return made


def sent(world: World, issuer: OpenIdIssuer, name: str = "acme-id") -> tuple[Browser, dict[str, str]]:
    """A browser that was sent to the issuer on its way to the portal, and with what."""
    browser = world.browser()
    browser.get(request_of())
    browser.follow()
    browser.send(path=f"/oauth/external/{name}")
    asked = dict(parse_qsl(urlsplit(browser.location).query))
    issuer.nonce = asked["nonce"]
    return browser, asked


def back(browser: Browser, asked: dict[str, str], name: str = "acme-id", **more: str) -> Any:
    said = {"code": "c1", "state": asked["state"], **more}
    return browser.get(f"/oauth/external/{name}/back?{urlencode(said)}")


def test_who_is_known_by_her_verified_address_is_signed_in(world: World, issuer: OpenIdIssuer) -> None:
    browser, asked = sent(world, issuer)
    assert browser.location.startswith(f"{issuer.address}/authorize?")
    assert (asked["client_id"], asked["response_type"]) == (CLIENT_ID, "code")
    assert (asked["code_challenge_method"], asked["scope"]) == ("S256", "openid email")
    assert back(browser, asked).status_code == 303
    browser.follow()
    assert "code" in answer_in(browser.location)
    (form,) = issuer.asked
    assert form["code_verifier"] not in str(asked)
    assert form["redirect_uri"] == "http://127.0.0.1:8080/oauth/external/acme-id/back"


def test_the_page_names_the_issuers(world: World) -> None:
    page = world.browser().get("/oauth/sign-in")
    assert "Sign in with Acme ID" in page.text
    assert CLIENT_SECRET not in page.text


HOSTILE: tuple[dict[str, Any], ...] = (
    {"aud": "somebody-else"},
    {"aud": ["somebody-else"]},
    {"aud": REMOVED},
    {"azp": "somebody-else"},
    {"nonce": "another"},
    {"nonce": ""},
    {"nonce": REMOVED},
    {"exp": int(time.time()) - 3600},
    {"exp": REMOVED},
    {"exp": "never"},
    {"iat": int(time.time()) + 3600},
    {"iat": REMOVED},
    {"iss": "https://evil.example"},
    {"iss": REMOVED},
    {"sub": REMOVED},
    {"sub": ""},
    {"sub": 7},
    {"sub": "x" * 256},
    {"email_verified": False},
    {"email_verified": "true"},
    {"email_verified": REMOVED},
    {"email": REMOVED},
    {"email": ["ana@example.com"]},
    {"email": "nobody@example.com"},
)


def test_what_an_issuer_says_wrongly_signs_nobody_in(world: World, issuer: OpenIdIssuer) -> None:
    for claims in HOSTILE:
        issuer.claims = claims
        browser, asked = sent(world, issuer)
        page = back(browser, asked)
        assert (claims, page.status_code) == (claims, 403)
    assert not world.store.sessions.all()


def test_nothing_counts_that_its_own_private_key_has_not_signed(world: World, issuer: OpenIdIssuer) -> None:
    for algorithm, key in (
        ("none", None),
        ("HS256", None),
        ("RS256", RSAKey.generate_key(2048, {"kid": "k1"})),
    ):
        issuer.algorithm, issuer.signing_key = algorithm, key
        browser, asked = sent(world, issuer)
        assert back(browser, asked).status_code == 403
    assert not world.store.sessions.all()


def test_a_key_that_was_replaced_is_fetched_again(world: World, issuer: OpenIdIssuer) -> None:
    browser, asked = sent(world, issuer)
    assert back(browser, asked).status_code == 303
    issuer.key = RSAKey.generate_key(2048, {"kid": "k1"})
    browser, asked = sent(world, issuer)
    assert back(browser, asked).status_code == 303


def test_an_issuer_that_calls_itself_otherwise_is_not_asked(world: World, issuer: OpenIdIssuer) -> None:
    issuer.metadata = {"issuer": "https://evil.example"}
    browser = world.browser()
    browser.get("/oauth/sign-in")
    assert browser.send(path="/oauth/external/acme-id").status_code == 503
    issuer.metadata = {"token_endpoint": "http://evil.example/token"}
    browser.get("/oauth/sign-in")
    assert browser.send(path="/oauth/external/acme-id").status_code == 503


def test_one_issuer_does_not_answer_for_another(world: World, issuer: OpenIdIssuer) -> None:
    browser, asked = sent(world, issuer)
    assert back(browser, asked, "other").status_code == 400
    assert back(browser, asked, iss="https://evil.example").status_code == 403
    assert not issuer.asked


def test_an_answer_is_good_in_the_browser_that_has_asked_and_for_a_while(
    world: World, issuer: OpenIdIssuer
) -> None:
    browser, asked = sent(world, issuer)
    victim = world.browser()
    victim.get("/oauth/sign-in")
    assert back(victim, asked).status_code == 400
    for state in ("", "x", asked["state"][:-4] + "AAAA"):
        assert back(browser, {"state": state}).status_code == 400
    world.clock.advance(seconds=301)
    assert back(browser, asked).status_code == 400
    assert not issuer.asked


def test_a_link_sends_nobody_to_an_issuer(world: World) -> None:
    browser = world.browser()
    browser.get("/oauth/external/acme-id")
    assert browser.location == "/oauth/sign-in"
    assert browser.get("/oauth/external/none").status_code == 404


def test_issuers_are_read_from_a_file(tmp_path: Path) -> None:
    secret, file = tmp_path / "secret", tmp_path / "issuers.json"
    secret.write_text("s3cret\n")
    said = '[{"name": "Acme ID", "issuer": "%s", "client_id": "c", "client_secret_file": "%s"}]'
    file.write_text(said % ("https://id.acme.example", secret))
    (read,) = issuers.read(file)
    assert (read.id, read.client_secret) == ("acme-id", "s3cret")
    assert "s3cret" not in repr(read)
    for wrong in (said % ("http://id.acme.example", secret), "{}", '[{"name": "x"}]', "no"):
        file.write_text(wrong)
        with pytest.raises(ValueError):  # noqa: PT011 (pydantic's, and our own)
            issuers.read(file)
    assert issuers.read(None) == ()
