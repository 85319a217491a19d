"""A creator whom roster has suspended is made no offers; what was heard late changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import events_pb2 as roster
from services.campaigns.consumes import consumers
from services.campaigns.roster import KnownParty
from services.shared.codes import ErrorCode
from services.shared.errors import Forbidden
from services.shared.events import Received
from tests.unit.campaigns.service import Service

CREATOR, AGENCY = access_pb2.PARTY_KIND_CREATOR, access_pb2.PARTY_KIND_AGENCY


@pytest.fixture
def service() -> Service:
    """The service on fakes."""
    return Service()


def deliver(service: Service, message: Any) -> None:
    """Hands the event to the consumer that knows it, twice."""
    subject = f"{message.DESCRIPTOR.full_name}.{message.party_id}"
    found = [each.handler_for(subject) for each in consumers(service.store, service.clock)]
    ((_, handler),) = [each for each in found if each]
    for _ in range(2):
        handler(Received(message, subject, "ev_1", message.party_id, message.version, "", "", ""))


def suspended(version: int, kind: Any = CREATOR, party_id: str = "cr_1") -> Any:
    return roster.PartySuspended(party_id=party_id, kind=kind, version=version)


def resumed(version: int) -> Any:
    return roster.PartyResumed(party_id="cr_1", kind=CREATOR, version=version)


def refused(service: Service) -> bool:
    try:
        service.offer()
    except Forbidden as error:
        return error.code is ErrorCode.PARTY_SUSPENDED
    return False


def test_a_suspended_creator_gets_no_new_offer_until_she_is_resumed(service: Service) -> None:
    assert not refused(service)
    deliver(service, suspended(5))
    assert refused(service)
    deliver(service, resumed(4))  # It comes late.
    assert refused(service)
    deliver(service, resumed(6))
    assert not refused(service)
    deliver(service, suspended(5))
    assert not refused(service)


def test_it_holds_for_a_creator_who_never_had_an_offer(service: Service) -> None:
    deliver(service, suspended(2))
    assert refused(service)


def test_who_is_asked_about_first_while_suspended_is_refused(service: Service) -> None:
    service.roster.known["cr_1"] = KnownParty("cr_1", "creator", "Ana", "", suspended=True, version=3)
    assert refused(service)
    deliver(service, resumed(4))
    assert not refused(service)


@pytest.mark.parametrize("kind", [AGENCY, access_pb2.PARTY_KIND_BRAND])
def test_other_parties_concern_campaigns_not(service: Service, kind: Any) -> None:
    deliver(service, suspended(5, kind))
    assert not refused(service)
