"""Only roster says what stands in a log: the key of another service cannot put anything into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from google.protobuf.message import Message

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.shared.client import Client
from services.shared.clock import SystemClock
from services.shared.errors import CallboardError, Forbidden, Invalid
from services.shared.tokens import Signer
from tests.e2e.api import Actor, Operator, delegate
from tests.e2e.installation import Installation

ACCESS = pb.DESCRIPTOR.services_by_name["AccessService"]
FORGED = "evil.v1.Forged/Entry"


@contextmanager
def speaking_as(installation: Installation, service: str) -> Iterator[Client]:
    """Roster's client with the key of a service, as somebody has it who took that service over."""
    signer = Signer(service, installation.secrets.signing_key(service), SystemClock())
    yield Client("roster", installation.address("roster"), signer)


def authorize(agency: Actor, creator: Actor, action: str) -> pb.AuthorizeRequest:
    """A question that would leave `action` in her log."""
    return pb.AuthorizeRequest(
        party_id=agency.id,
        party_kind=access_pb2.PARTY_KIND_AGENCY,
        client_id=agency.client_id,
        token_scopes=[access_pb2.SCOPE_MARKETPLACE_METRICS_IMPORT],
        creator_id=creator.id,
        action=action,
        object="/forged",
        request_id="forged",
    )


def actions(creator: Actor) -> set[str]:
    """All that her log says was asked for."""
    return {
        each["action"] for each in creator.get(f"/v1/creators/{creator.id}/activity", page_size=100)["items"]
    }


@pytest.mark.parametrize("service", ["metrics", "campaigns", "gateway"])
def test_an_action_that_nobody_declared_never_enters_a_log(
    installation: Installation, operator: Operator, service: str
) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    with speaking_as(installation, service) as roster, pytest.raises(CallboardError) as refused:
        roster.call(ACCESS.methods_by_name["Authorize"], authorize(agency, creator, FORGED))
    assert isinstance(refused.value, Forbidden | Invalid)
    assert FORGED not in actions(creator)


@pytest.mark.parametrize("service", ["metrics", "campaigns"])
def test_readings_are_the_gateways_to_report(
    installation: Installation, operator: Operator, service: str
) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    reading = pb.ReadingReport(
        party_id=agency.id,
        party_kind=access_pb2.PARTY_KIND_AGENCY,
        creator_id=creator.id,
        action="get_creator",
        object="/forged",
        count=1,
    )
    request: Message = pb.RecordReadingsRequest(batch_id="forged", readings=[reading])
    with speaking_as(installation, service) as roster, pytest.raises(Forbidden):
        roster.call(ACCESS.methods_by_name["RecordReadings"], request)
    assert all(not each["readings"] for each in creator.get(f"/v1/creators/{creator.id}/activity")["items"])
