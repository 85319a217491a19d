"""Replacing the credentials of a party: a second client, and then the first one goes."""

from __future__ import annotations

import pytest

from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.parties import MOST_CLIENTS
from services.roster.handlers.parties import authenticate, ensure_operator
from services.shared.access import Identity
from services.shared.errors import Conflict, Forbidden, NotFound, Unauthenticated
from tests.unit.roster.calling import OPERATOR
from tests.unit.roster.scene import GATEWAY, Scene

FIRST, SECOND = "1" * 43, "2" * 43


def create(scene: Scene, caller: Identity = OPERATOR, *, party_id: str = "", key: str = "") -> pb.Client:
    request = pb.CreateClientRequest(party_id=party_id or scene.agency.party_id)
    return scene.call(caller, "PartyService/CreateClient", request, key=key).client


def delete(scene: Scene, client_id: str, *, key: str = "") -> None:
    request = pb.DeleteClientRequest(party_id=scene.agency.party_id, client_id=client_id)
    scene.call(OPERATOR, "PartyService/DeleteClient", request, key=key)


def proves_itself(scene: Scene, client: pb.Client) -> bool:
    request = pb.AuthenticateRequest(client_id=client.client_id, client_secret=client.client_secret)
    try:
        return scene.call(GATEWAY, "AccessService/Authenticate", request).id == scene.agency.party_id
    except Forbidden:
        return False


def test_both_clients_are_good_until_one_is_taken_away(scene: Scene) -> None:
    former = scene.agency_client
    client = create(scene)
    assert client.client_id != former.client_id
    assert proves_itself(scene, former)
    assert proves_itself(scene, client)
    delete(scene, former.client_id)
    assert not proves_itself(scene, former)
    assert proves_itself(scene, client)


def test_a_repetition_gets_the_same_secret_and_makes_no_second_client(scene: Scene) -> None:
    client = create(scene, key="k")
    assert create(scene, key="k") == client
    assert proves_itself(scene, client)
    delete(scene, client.client_id, key="d")
    delete(scene, client.client_id, key="d")
    with pytest.raises(NotFound, match="no such client"):
        delete(scene, client.client_id)


def test_a_party_keeps_its_last_client_and_has_no_more_than_enough(scene: Scene) -> None:
    with pytest.raises(Conflict, match="last client"):
        delete(scene, scene.agency_client.client_id)
    for _ in range(MOST_CLIENTS - 1):
        create(scene)
    with pytest.raises(Conflict, match=f"at most {MOST_CLIENTS}"):
        create(scene)


def test_only_the_operator_may_and_only_for_a_party_that_exists(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        create(scene, scene.agency)
    with pytest.raises(NotFound, match="no such party"):
        create(scene, party_id="ag_unknown")


def test_a_new_secret_of_the_operator_leaves_its_other_clients_alone(scene: Scene) -> None:
    store, clock = scene.store, scene.clock
    ensure_operator(store, clock, client_id="op_client", client_secret=FIRST)
    party = authenticate(store, clock, client_id="op_client", client_secret=FIRST)
    other = create(scene, party_id=party.id)
    ensure_operator(store, clock, client_id="op_client", client_secret=SECOND)
    with pytest.raises(Unauthenticated):
        authenticate(store, clock, client_id="op_client", client_secret=FIRST)
    for client_id, secret in (("op_client", SECOND), (other.client_id, other.client_secret)):
        assert authenticate(store, clock, client_id=client_id, client_secret=secret).id == party.id
