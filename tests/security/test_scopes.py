"""A token that is narrow on one route is narrow on all of them, whoever holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from services.gateway.transcode.routes import Route, routes_of
from services.shared.access import DELEGABLE, KINDS, SCOPES
from services.shared.contracts import descriptors, usable_scopes
from tests.e2e.api import ALL_SCOPES, Actor, Operator, connection, delegate, fetch

CLOSED = [route for route in routes_of(descriptors()) if not route.rule.public]
ROUTES = [route for route in CLOSED if not route.rule.any_scope]


@dataclass
class Holders:
    """A party of each kind, the creator having delegated everything to the agency; and tokens of them."""

    parties: dict[str, Actor]

    def status(self, kind: str, route: Route, scopes: tuple[str, ...]) -> int:
        """What the party of a kind gets on a route with a token of these scopes."""
        known = {
            "creator_id": self.parties["creator"].id,
            "party_id": self.parties["agency"].id,
            "number": "1",
        }
        path = re.sub(r"\{(\w+)\}", lambda name: known.get(name[1], "none_1"), route.path)
        headers = {"Authorization": f"Bearer {self._token(kind, scopes)}", "If-Match": "*"}
        http = connection(self.parties[kind].base_url)
        named = {"creator_id": known["creator_id"]} if "creator_id" in route.parameters else {}
        return http.request(route.verb, path, headers=headers, params=named, content=b"{}").status_code

    def _token(self, kind: str, scopes: tuple[str, ...]) -> str:
        held = self.parties[kind]
        kept: dict[tuple[str, ...], str] = held.__dict__.setdefault("narrow", {})
        if scopes not in kept:
            narrow = Actor(held.base_url, held.id, held.client_id, held.client_secret, " ".join(scopes))
            kept[scopes] = narrow.headers["Authorization"].removeprefix("Bearer ")
        return kept[scopes]


@pytest.fixture(scope="module")
def holders(parties: dict[str, Actor], operator: Operator) -> Holders:
    """Everybody, with everything granted that can be."""
    delegate(parties["agency"], parties["creator"])
    return Holders({**parties, "operator": operator})


ATTEMPTS = [(kind, route) for route in ROUTES for kind in sorted(route.kinds)]
"""Every route as every kind that it is for."""


def test_a_token_with_every_scope_but_the_routes_is_refused(
    holders: Holders, subtests: pytest.Subtests
) -> None:
    for kind, route in ATTEMPTS:
        others = tuple(scope for scope in SCOPES if scope != route.rule.scope)
        with subtests.test(f"{kind} {route.verb} {route.path}"):
            assert holders.status(kind, route, others) == 403


def test_a_token_with_the_routes_scope_alone_is_not_refused_for_it(
    holders: Holders, subtests: pytest.Subtests
) -> None:
    for kind, route in ATTEMPTS:
        if route.verb == "GET":
            with subtests.test(f"{kind} {route.verb} {route.path}"):
                assert holders.status(kind, route, (route.rule.scope,)) in (200, 404, 422)


def test_what_needs_no_scope_tells_the_caller_of_itself_only() -> None:
    open_to_all = [route for route in CLOSED if route.rule.any_scope]
    assert "GET /v1/me" in {route.name for route in open_to_all}
    assert all(f"{route.path}/".startswith("/v1/me/") for route in open_to_all)


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_of_one_scope_is_good_for_its_routes_only(holders: Holders, kind: str) -> None:
    for scope in usable_scopes(kind):
        served = {
            (route.verb, route.path)
            for route in ROUTES
            if route.rule.scope != scope and holders.status(kind, route, (scope,)) != 403
        }
        assert not served, f"a {kind} with nothing but {scope} reached them"


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_that_names_no_scope_does_all_that_its_party_may(holders: Holders, kind: str) -> None:
    granted = set(holders.parties[kind].token()["scope"].split())
    assert granted >= {route.rule.scope for route in ROUTES if kind in route.rule.kinds}
    strange = {route.rule.scope for route in ROUTES} - granted
    assert strange, f"a {kind} is handed scopes that are of no use to it"


def test_scopes_of_ones_own_name_cannot_be_delegated(parties: dict[str, Actor]) -> None:
    assert set(ALL_SCOPES) == set(DELEGABLE)
    for scope in set(SCOPES) - set(DELEGABLE):
        asked = {"creator_id": parties["creator"].id, "scopes": [scope], "purpose": "Everything"}
        refused = parties["agency"].post("/v1/delegations", asked, status=422)
        assert refused["errors"][0]["field"].startswith("scopes[")


def test_a_refusal_for_the_token_stands_in_the_creators_log(operator: Operator) -> None:
    # Parties of its own: further refusals of one agency within a minute are counted, and named later.
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    narrow = Actor(
        agency.base_url, agency.id, agency.client_id, agency.client_secret, "marketplace.rates.read"
    )
    narrow.get(f"/v1/creators/{creator.id}/audience", status=403)
    logged = creator.get(f"/v1/creators/{creator.id}/activity", page_size=100)["items"]
    refused = {each["action"] for each in logged if each["rule"] == "token_scope"}
    assert "get_audience" in refused


def test_the_document_names_the_scope_of_every_route(operator: Operator) -> None:
    paths = fetch(operator.base_url, "/openapi.json").json()["paths"]
    for route in ROUTES:
        operation = paths[route.path][route.verb.lower()]
        assert operation["security"] == [{"oauth2": [route.rule.scope]}]
        assert operation["x-access"]["scope"] == route.rule.scope
