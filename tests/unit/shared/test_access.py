"""Access rules: how they are declared, and whom they let through."""

from __future__ import annotations

from typing import Any

import pytest

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.shared.access import (
    DELEGABLE,
    KINDS,
    SCOPES,
    Identity,
    Rule,
    UndeclaredRule,
    path_of,
    rule_of,
    rules_of,
)
from services.shared.errors import Forbidden, NotFound, Unauthenticated
from tests.unit.shared.protofiles import file_with_rpc

READ = "marketplace.profile.read"
CREATOR_RULE = Rule(False, frozenset(), frozenset({"creator", "agency", "operator"}), "creator_id", READ)
FOR_AGENCIES = {
    "parties": [access_pb2.PARTY_KIND_AGENCY],
    "scope": access_pb2.SCOPE_MARKETPLACE_RATES_READ,
}
REQUEST = pb.GetCreatorRequest(creator_id="cr_1")


def agency(**fields: Any) -> Identity:
    granted = {"token_scopes": frozenset({READ}), "on_behalf_of": "cr_1", "granted_scopes": frozenset({READ})}
    return Identity("gateway", "ag_1", "agency", **(granted | fields))


def creator(**fields: Any) -> Identity:
    return Identity(
        "gateway", **{"party_id": "cr_1", "kind": "creator", "token_scopes": frozenset({READ}), **fields}
    )


def test_scopes_are_the_closed_list_of_the_product() -> None:
    assert (len(SCOPES), len(DELEGABLE)) == (30, 12)
    assert tuple(SCOPES)[: len(DELEGABLE)] == DELEGABLE
    assert all(name.startswith("marketplace.") and name.count(".") == 2 for name in SCOPES)
    assert set(KINDS) == {"operator", "agency", "brand", "creator"}


def test_a_public_rule_asks_nobody() -> None:
    Rule(True, frozenset(), frozenset(), "", "").check(None, REQUEST)


def test_without_identity_nothing_but_the_public_is_served() -> None:
    with pytest.raises(Unauthenticated):
        CREATOR_RULE.check(None, REQUEST)
    with pytest.raises(Unauthenticated):
        Rule(False, frozenset({"gateway"}), frozenset(), "", "").check(None, REQUEST)


def test_a_rule_for_services_looks_at_the_issuer_only() -> None:
    rule = Rule(False, frozenset({"campaigns"}), frozenset(), "", "")
    rule.check(Identity("campaigns"), REQUEST)
    for other in (agency(), Identity("campaigns", "ag_1", "agency")):
        with pytest.raises(Forbidden):
            rule.check(other, REQUEST)


def test_a_service_without_a_party_is_no_party() -> None:
    with pytest.raises(Forbidden):
        CREATOR_RULE.check(Identity("gateway"), REQUEST)


def test_another_kind_of_party_is_forbidden() -> None:
    with pytest.raises(Forbidden, match="agency or creator or operator"):
        CREATOR_RULE.check(Identity("gateway", "br_1", "brand"), REQUEST)


def test_a_kind_that_acts_in_its_own_name_needs_no_grant() -> None:
    CREATOR_RULE.check(Identity("gateway", "op_1", "operator", token_scopes=frozenset({READ})), REQUEST)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("creator_field", ["", "creator_id"])
@pytest.mark.parametrize("request_", [REQUEST, None])
def test_every_kind_needs_the_scope_in_its_token(kind: str, creator_field: str, request_: Any) -> None:
    rule = Rule(False, frozenset(), frozenset(KINDS), creator_field, READ)
    others = frozenset(SCOPES) - {READ}
    with pytest.raises(Forbidden, match="token does not hold"):
        rule.check(Identity("gateway", "cr_1", kind, token_scopes=others, on_behalf_of="cr_1"), request_)


def test_a_creator_reaches_her_own_side_with_the_scope_in_her_token() -> None:
    CREATOR_RULE.check(creator(), REQUEST)
    with pytest.raises(NotFound):
        CREATOR_RULE.check(creator(party_id="cr_2"), REQUEST)
    with pytest.raises(Forbidden, match="token"):
        CREATOR_RULE.check(creator(token_scopes=frozenset()), REQUEST)


def test_an_agency_needs_token_creator_and_grant() -> None:
    CREATOR_RULE.check(agency(), REQUEST)
    with pytest.raises(Forbidden, match="token"):
        CREATOR_RULE.check(agency(token_scopes=frozenset()), REQUEST)
    with pytest.raises(NotFound):
        CREATOR_RULE.check(agency(on_behalf_of="cr_2"), REQUEST)
    with pytest.raises(NotFound):
        CREATOR_RULE.check(agency(on_behalf_of=""), REQUEST)
    with pytest.raises(Forbidden, match="granted"):
        CREATOR_RULE.check(agency(granted_scopes=frozenset()), REQUEST)


def test_a_creator_must_be_named() -> None:
    for identity in (agency(on_behalf_of=""), creator(party_id="")):
        with pytest.raises(Forbidden, match="Name the creator"):
            CREATOR_RULE.check(identity, pb.GetCreatorRequest())


def test_a_stream_is_checked_by_its_handler() -> None:
    CREATOR_RULE.check(agency(on_behalf_of=""), None)


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({}, "exactly one"),
        ({"public": True, "services": ["gateway"]}, "exactly one"),
        ({"services": ["gateway"], "parties": [access_pb2.PARTY_KIND_AGENCY]}, "exactly one"),
        ({"public": True, "creator_field": "creator_id"}, "no parties"),
        ({"public": True, "scope": access_pb2.SCOPE_MARKETPLACE_RATES_READ}, "or none of them"),
        ({"public": True, "any_scope": True}, "or none of them"),
        ({"parties": [access_pb2.PARTY_KIND_AGENCY]}, "or none of them"),
        (
            {
                "parties": [access_pb2.PARTY_KIND_AGENCY],
                "scope": access_pb2.SCOPE_MARKETPLACE_RATES_READ,
                "any_scope": True,
            },
            "or none of them",
        ),
        ({**FOR_AGENCIES, "creator_field": "other"}, "does not have"),
        (
            {
                **FOR_AGENCIES,
                "creator_field": "creator_id",
                "scope": access_pb2.SCOPE_MARKETPLACE_CONSENT_WRITE,
            },
            "nobody can delegate",
        ),
    ],
)
def test_a_rule_that_cannot_be_used_names_the_rpc_and_the_file(declared: dict[str, Any], said: str) -> None:
    service = file_with_rpc(**declared).services_by_name["Up"]
    with pytest.raises(UndeclaredRule, match=rf"made\.Up\.Do in made/up\.proto .*{said}"):
        rules_of([service])


def test_a_rule_is_read_with_names_for_numbers() -> None:
    method = pb.DESCRIPTOR.services_by_name["RateCardService"].methods_by_name["PutRateCard"]
    assert path_of(method) == "/roster.v1.RateCardService/PutRateCard"
    assert rule_of(method) == Rule(
        False,
        frozenset(),
        frozenset({"creator", "agency"}),
        "creator_id",
        "marketplace.rates.write",
        command=True,
    )
