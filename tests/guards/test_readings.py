"""Nothing of a creator's is read by an agency without her log naming it."""

from __future__ import annotations

import pytest
from google.protobuf.descriptor import Descriptor, MethodDescriptor

from services.shared.access import rule_of
from tests.guards.descriptors import methods

NOT_HERS = {
    "roster.v1.DelegationService.ListDelegations": "the agency's own record of what it was given",
    "roster.v1.DelegationService.GetDelegation": "the agency's own record of what it was given",
    "roster.v1.DelegationService.GetReceipt": "the agency's own record of what it was given",
    "roster.v1.RosterService.GetLabels": "the agency's own notes",
    "roster.v1.ActivityService.ListActivity": "the agency's own acts",
    "roster.v1.PeopleService.ListPeople": "the agency's own people, and to whom it limits them",
    "roster.v1.PeopleService.GetPerson": "the agency's own people, and to whom it limits them",
    "roster.v1.PeopleService.ListInvitations": "the agency's own people, and to whom it limits them",
    "roster.v1.OwnAccountService.GetAccount": "a person's own account",
    "roster.v1.MeService.GetMe": "to whom the agency limits the person who asks",
}
"""Readings that name creators and show an agency nothing of theirs, with the reason."""


def is_reading(method: MethodDescriptor) -> bool:
    rule = rule_of(method)
    return bool(rule.kinds) and not rule.command


def names_creators(message: Descriptor, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a message, or one within it, has a field for a creator."""
    if message.full_name in seen:
        return False
    inner = [field.message_type for field in message.fields if field.message_type]
    own = {"creator_id", "creator", "creator_ids"} & set(message.fields_by_name) or message.name == "Creator"
    return bool(own) or any(names_creators(each, seen | {message.full_name}) for each in inner)


READINGS = [
    method
    for method in methods()
    if is_reading(method) and "agency" in rule_of(method).kinds and not rule_of(method).creator_field
]


def test_there_are_lists_of_an_agency() -> None:
    assert {method.name for method in READINGS} >= {"ListRoster", "ListInbox", "ListDelegations"}


def test_a_reading_for_several_creators_says_whose_data_it_shows(subtests: pytest.Subtests) -> None:
    for method in READINGS:
        hers = names_creators(method.output_type) and method.full_name not in NOT_HERS
        with subtests.test(method.full_name, file=method.containing_service.file.name):
            assert bool(rule_of(method).shown_field) == hers, (
                "it shows an agency what is creators': name them by shown_field in its rule, "
                "or say in tests/guards/test_readings.py why it is not theirs"
            )


def test_the_exceptions_are_still_needed() -> None:
    assert {method.full_name for method in READINGS} >= set(NOT_HERS)
