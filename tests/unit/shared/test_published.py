"""What the contracts say of each public type of event."""

from __future__ import annotations

from services.shared.published import changes_delegation, declared

DELEGATIONS = {
    "delegation.requested",
    "delegation.accepted",
    "delegation.declined",
    "delegation.revoked",
    "delegation.ended",
    "delegation.expired",
    "delegation.superseded",
    "delegation.changed",
    "guardrails.changed",
}


def test_the_types_that_tell_of_a_delegation_say_so() -> None:
    assert {name for name in declared() if changes_delegation(name)} == DELEGATIONS


def test_every_type_that_names_a_delegation_is_one_of_them() -> None:
    named = {name for name, said in declared().items() if said.data == "DelegationEvent"}
    assert named == {name for name in declared() if changes_delegation(name)}


def test_a_type_of_a_later_release_may_be_one_of_them() -> None:
    assert changes_delegation("delegation.lent")
