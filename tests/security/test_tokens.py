"""Access tokens: whose are believed, for how long, and what they must say."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import product
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey

from deploy.topology import ISSUERS
from services.shared.access import SCOPES
from services.shared.tokens import ACCESS_TOKEN, ALGORITHM, attested
from tests.e2e.api import Actor, Operator, connection, delegate
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually

MISSING = object()
Forge = Callable[..., str]


@pytest.fixture(scope="module")
def forge(installation: Installation, parties: dict[str, Actor]) -> Forge:
    """Signs a token of the agency with a key of the installation; what is named is said otherwise."""

    def sign(issuer: str = "gateway", header: dict[str, Any] | None = None, **changed: Any) -> str:
        key = OKPKey.import_key(installation.secrets.signing_key(issuer).read_bytes())
        now, agency = int(time.time()), parties["agency"]
        claims = {
            "iss": issuer,
            "aud": "callboard",
            "iat": now,
            "exp": now + 900,
            "sub": agency.id,
            "kind": "agency",
            "client": agency.client_id,
            "scopes": list(SCOPES),
            "jti": "forged",
            **changed,
        }
        named = {"alg": ALGORITHM, "typ": ACCESS_TOKEN, "kid": issuer, **(header or {})}
        said = {name: value for name, value in claims.items() if value is not MISSING}
        return jwt.encode(named, said, key, algorithms=[ALGORITHM])

    return sign


def status(actor: Actor, token: str, path: str = "/v1/roster") -> int:
    """What a token gets."""
    reply = connection(actor.base_url).get(path, headers={"Authorization": f"Bearer {token}"})
    assert reply.status_code == 200 or reply.json()["status"] == reply.status_code
    return reply.status_code


def test_the_gateways_own_key_makes_tokens_that_are_believed(forge: Forge, parties: dict[str, Actor]) -> None:
    """The control of what follows: the forged tokens fail for what is wrong with them alone."""
    assert status(parties["agency"], forge()) == 200


@pytest.mark.parametrize("issuer", [each for each in ISSUERS if each != "gateway"])
@pytest.mark.parametrize("claimed", ["its own", "gateway"])
def test_no_other_service_mints_tokens(
    forge: Forge, parties: dict[str, Actor], operator: Operator, issuer: str, claimed: str
) -> None:
    said = {} if claimed == "its own" else {"iss": "gateway"}
    named = {} if claimed == "its own" else {"kid": "gateway"}
    assert status(parties["agency"], forge(issuer, named, **said)) == 401
    asked = {"sub": "op_1", "kind": "operator", "client": operator.client_id}
    path = "/v1/operator/activity-proofs"
    assert status(operator, forge(issuer, named, **said, **asked), path) == 401


CLAIMS = ("iss", "aud", "sub", "kind", "client", "scopes", "jti", "iat", "exp")
VALUES: tuple[Any, ...] = (MISSING, None, 7, True, 1.5, "", "x", ["x"], [7], [None], {"x": 1}, [])


def test_every_claim_is_there_and_of_its_type(
    forge: Forge, parties: dict[str, Actor], subtests: pytest.Subtests
) -> None:
    """Never 500. A list of scopes that the route does not need is read, and holds nothing."""
    for claim, value in product(CLAIMS, VALUES):
        well_formed = claim == "scopes" and isinstance(value, list) and value in ([], ["x"])
        with subtests.test(claim=claim, value=value):
            if (claim, value) == ("jti", "x"):
                continue
            assert status(parties["agency"], forge(**{claim: value})) == (403 if well_formed else 401)


def test_no_token_is_good_for_more_than_a_quarter_of_an_hour(forge: Forge, parties: dict[str, Actor]) -> None:
    now = int(time.time())
    for begins, ends in ((now, now + 901), (now, now + 10**9), (now - 901, now + 60), (0, now + 60)):
        assert status(parties["agency"], forge(iat=begins, exp=ends)) == 401


def test_no_token_comes_from_the_future_or_is_over(forge: Forge, parties: dict[str, Actor]) -> None:
    now = int(time.time())
    for begins, ends in ((now + 30, now + 90), (now + 900, now + 1800), (now - 60, now - 1), (now, now - 1)):
        assert status(parties["agency"], forge(iat=begins, exp=ends)) == 401


def test_an_assertion_between_services_is_no_access_token(forge: Forge, parties: dict[str, Actor]) -> None:
    assert status(parties["agency"], forge(header={"typ": "callboard-assertion+jwt"})) == 401
    assert status(parties["agency"], forge(aud="roster")) == 401


def test_a_token_names_a_client_that_is_its_partys(
    forge: Forge, parties: dict[str, Actor], operator: Operator
) -> None:
    for claims in (
        {"sub": parties["brand"].id},
        {"client": parties["brand"].client_id},
        {"client": "cl_none"},
        {"client": operator.client_id},
    ):
        assert status(parties["agency"], forge(**claims)) == 401
    assert status(operator, forge(kind="operator"), "/v1/operator/activity-proofs") == 401


def test_the_token_of_a_removed_client_dies_within_a_second(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    removed = another_client(operator, agency)
    paths = ("/v1/roster", f"/v1/creators/{creator.id}")
    for path in paths:
        removed.get(path)
    operator.call("DELETE", f"/v1/operator/parties/{agency.id}/clients/{removed.client_id}", status=204)
    asked = {"creator_id": creator.id, "scopes": ["marketplace.profile.read"], "purpose": "More"}
    removed.post("/v1/delegations", asked, status=401)
    eventually(lambda: all(removed.send("GET", path).status_code == 401 for path in paths), seconds=1)
    for path in paths:
        agency.get(path)


def test_the_tokens_of_removed_brands_and_creators_die_too(operator: Operator) -> None:
    for party, path in ((operator.brand(), "/v1/campaigns"), (operator.creator(), "/v1/delegations")):
        removed = another_client(operator, party)
        removed.get(path)
        operator.call("DELETE", f"/v1/operator/parties/{party.id}/clients/{removed.client_id}", status=204)
        eventually(lambda removed=removed, path=path: removed.send("GET", path).status_code == 401, seconds=1)  # type: ignore[misc]
        party.get(path)


def on_token(actor: Actor, act: str, token: str, secret: str = "") -> httpx.Response:
    """What a client gets that sends a token to `/oauth/revoke` or `/oauth/introspect`."""
    credentials = (actor.client_id, secret or actor.client_secret)
    return httpx.post(f"{actor.base_url}/oauth/{act}", data={"token": token}, auth=credentials)


def test_a_revoked_token_dies_within_a_second_and_no_other(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    paths = ("/v1/roster", f"/v1/creators/{creator.id}")
    revoked, kept = issued(agency), issued(agency)
    for path in paths:
        assert (status(agency, revoked, path), status(agency, kept, path)) == (200, 200)
    assert on_token(agency, "revoke", revoked).status_code == 200
    assert on_token(agency, "introspect", revoked).json() == {"active": False}
    eventually(lambda: all(status(agency, revoked, path) == 401 for path in paths), seconds=1)
    bearer = {"Authorization": f"Bearer {revoked}"}
    assert httpx.get(f"{agency.base_url}/v1/roster", headers=bearer).json()["code"] == "token_revoked"
    assert [status(agency, kept, path) for path in paths] == [200, 200]
    assert on_token(agency, "revoke", revoked).status_code == 200, "again"


def test_nobody_revokes_or_looks_at_the_token_of_another_client(operator: Operator) -> None:
    agency, brand = operator.agency(), operator.brand()
    token = issued(agency)
    for stranger in (brand, another_client(operator, agency)):
        refused = on_token(stranger, "revoke", token)
        assert (refused.status_code, refused.json()["code"]) == (400, "token_of_another_client")
        assert on_token(stranger, "introspect", token).json() == {"active": False}
    for act in ("revoke", "introspect"):
        assert on_token(agency, act, token, secret="wrong").status_code == 401
        assert httpx.post(f"{agency.base_url}/oauth/{act}", data={"token": token}).status_code == 401
    assert status(agency, token) == 200
    assert on_token(agency, "introspect", token).json()["active"] is True


def issued(actor: Actor) -> str:
    """A new access token of the client."""
    form = {"grant_type": "client_credentials"}
    credentials = (actor.client_id, actor.client_secret)
    reply = httpx.post(f"{actor.base_url}/oauth/token", data=form, auth=credentials)
    return str(reply.json()["access_token"])


def another_client(operator: Operator, party: Actor) -> Actor:
    """The party by a second client."""
    made = operator.post(f"/v1/operator/parties/{party.id}/clients")["client"]
    return Actor(party.base_url, party.id, made["client_id"], made["client_secret"])


def test_the_public_keys_are_served_and_nothing_else_of_them(
    installation: Installation, operator: Operator
) -> None:
    reply = httpx.get(f"{operator.base_url}/oauth/jwks")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/jwk-set+json")
    assert "max-age" in reply.headers["Cache-Control"]
    keys = reply.json()["keys"]
    assert {key["kid"] for key in keys} >= set(ISSUERS)
    for key in keys:
        assert set(key) == {"kid", "kty", "crv", "x", "use", "alg"}
        private = OKPKey.import_key(installation.secrets.signing_key(key["kid"]).read_bytes())
        named = {"alg": ALGORITHM, "typ": "statement+jwt", "kid": key["kid"]}
        statement = jwt.encode(named, {"said": 1}, private, algorithms=[ALGORITHM])
        assert attested(statement, "statement+jwt", [OKPKey.import_key(key)]) == {"said": 1}
