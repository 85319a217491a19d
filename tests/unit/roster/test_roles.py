"""What a role may do: the table covers every RPC that a kind of party may call, and nothing else."""

from __future__ import annotations

import pytest

from services.roster.domain.parties import PartyKind
from services.roster.domain.people.roles import LIMITABLE, ROLES_OF, Role, check_limits, role_in, scopes_of
from services.shared.access import SCOPES, rule_of
from services.shared.errors import Invalid
from tests.guards.descriptors import methods

UNUSED = {"marketplace.payments.read"}
"""Scopes that no RPC asks for yet."""


def callable_by(kind: str) -> set[str]:
    rules = [rule_of(method) for method in methods()]
    return {rule.scope for rule in rules if kind in rule.kinds and rule.scope}


@pytest.mark.parametrize("kind", list(PartyKind))
def test_the_first_role_of_a_kind_may_do_all_that_it_may(kind: PartyKind) -> None:
    assert scopes_of(kind, ROLES_OF[kind][0]) - UNUSED == callable_by(kind)


def test_every_role_holds_scopes_that_there_are() -> None:
    for kind, roles in ROLES_OF.items():
        for role in roles:
            assert scopes_of(kind, role) <= set(SCOPES)


def test_a_viewer_only_reads_and_a_manager_decides_nothing_about_people() -> None:
    viewer, manager = scopes_of("agency", "viewer"), scopes_of("agency", "manager")
    assert all(scope.endswith(".read") for scope in viewer)
    assert viewer < manager < scopes_of("agency", "owner")
    assert not {"marketplace.people.write", "marketplace.webhooks.write"} & manager
    assert "marketplace.offers.accept" in manager


def test_a_role_of_another_kind_of_party_may_do_nothing() -> None:
    held = {(kind, role): scopes_of(kind, role) for kind in PartyKind for role in Role}
    assert {key for key, scopes in held.items() if scopes} == {
        (kind, role) for kind, roles in ROLES_OF.items() for role in roles
    }
    assert scopes_of("", "") == scopes_of("agency", "owner ") == scopes_of("agency", "OWNER") == frozenset()


def test_the_role_of_an_invitation() -> None:
    assert role_in(PartyKind.BRAND, None) is Role.MEMBER
    assert role_in(PartyKind.AGENCY, Role.VIEWER) is Role.VIEWER
    for kind, role in ((PartyKind.AGENCY, None), (PartyKind.AGENCY, Role.OPERATOR)):
        with pytest.raises(Invalid, match="role"):
            role_in(kind, role)


def test_only_some_roles_can_be_limited_to_creators() -> None:
    for role in Role:
        check_limits(role, ())
        if role in LIMITABLE:
            check_limits(role, ("cr_1",) * 100)
            with pytest.raises(Invalid):
                check_limits(role, ("cr_1",) * 101)
        else:
            with pytest.raises(Invalid):
                check_limits(role, ("cr_1",))
