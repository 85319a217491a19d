"""Parties, rate cards and the roster as RPCs, over the fake store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.parties import Stats
from services.shared.commands import Commit, execute, internal
from services.shared.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
)
from tests.unit.roster.build import PROFILE
from tests.unit.roster.calling import OPERATOR
from tests.unit.roster.scene import CAMPAIGNS, GATEWAY, Scene


def test_a_creator_is_created_once_per_key(scene: Scene) -> None:
    request = pb.CreateCreatorRequest(handle="@Max", display_name="Max", country="US")
    first = scene.call(OPERATOR, "PartyService/CreateCreator", request, key="k")
    assert (first.creator.handle, first.creator.display_name) == ("max", "Max")
    assert scene.call(OPERATOR, "PartyService/CreateCreator", request, key="k") == first
    with pytest.raises(Conflict, match="handle max is taken"):
        scene.call(OPERATOR, "PartyService/CreateCreator", request)
    with pytest.raises(Invalid, match="Idempotency-Key"):
        scene.call(
            OPERATOR,
            "PartyService/CreateCreator",
            pb.CreateCreatorRequest(handle="x", display_name="X", country="US"),
            key="k",
        )


def test_a_brand_is_created(scene: Scene) -> None:
    request = pb.CreateBrandRequest(name=" Glow ", country="US", category="beauty")
    made = scene.call(OPERATOR, "PartyService/CreateBrand", request)
    assert (made.brand.name, made.brand.category) == ("Glow", "beauty")
    assert made.client.client_secret
    with pytest.raises(Invalid):
        scene.call(OPERATOR, "PartyService/CreateBrand", pb.CreateBrandRequest(name="x", country="US"))


def test_only_the_operator_creates_parties(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        scene.call(scene.agency, "PartyService/CreateAgency", pb.CreateAgencyRequest(name="x", country="US"))


def test_a_client_proves_itself_by_its_secret(scene: Scene) -> None:
    known = pb.AuthenticateRequest(
        client_id=scene.agency_client.client_id, client_secret=scene.agency_client.client_secret
    )
    party = scene.call(GATEWAY, "AccessService/Authenticate", known)
    assert (party.id, party.kind, party.name) == (scene.agency.party_id, access_pb2.PARTY_KIND_AGENCY, "Acme")
    for client_id, secret in ((known.client_id, "wrong"), ("cl_unknown", known.client_secret), ("", "")):
        request = pb.AuthenticateRequest(client_id=client_id, client_secret=secret)
        with pytest.raises(Forbidden, match="do not belong together"):
            scene.call(GATEWAY, "AccessService/Authenticate", request)


def test_a_rate_card_is_put_read_and_remembered(scene: Scene) -> None:
    her = scene.creator
    empty = scene.call(her, "RateCardService/GetRateCard", pb.GetRateCardRequest(creator_id=her.party_id))
    assert (empty.version, list(empty.rates)) == (0, [])
    for version, amount in enumerate((100, 200, 300)):
        rates = [{"deliverable": "video", "price": {"amount_minor": amount, "currency": "USD"}}]
        put = pb.PutRateCardRequest(creator_id=her.party_id, rates=rates, expected_version=version)
        card = scene.call(her, "RateCardService/PutRateCard", put, key=f"k{version}")
        assert (card.version, card.updated_by) == (version + 1, her.party_id)
        assert scene.call(her, "RateCardService/PutRateCard", put, key=f"k{version}") == card
    with pytest.raises(Stale):
        scene.call(her, "RateCardService/PutRateCard", put)
    history: list[int] = []
    cursor = ""
    while cursor or not history:
        request = pb.ListRateCardHistoryRequest(creator_id=her.party_id, page_size=2, cursor=cursor)
        page = scene.call(her, "RateCardService/ListRateCardHistory", request)
        history += [each.rates[0].price.amount_minor for each in page.items]
        cursor = page.next_cursor
    assert history == [300, 200, 100]


def test_parties_are_resolved_and_unknown_ones_left_out(scene: Scene) -> None:
    request = pb.ResolvePartiesRequest(ids=[scene.agency.party_id, "br_unknown"], handles=["@ZOE", "nobody"])
    found = scene.call(CAMPAIGNS, "AccessService/ResolveParties", request).parties
    assert {each.id for each in found} == {scene.agency.party_id, scene.creator.party_id}


def test_the_roster_lists_labels_and_forgets(scene: Scene) -> None:
    her = scene.creator.party_id
    execute(
        scene.store.parties,
        her,
        lambda party: replace(party, stats=Stats(followers=5)),
        lambda _: [],
        internal("metrics"),
        scene.clock,
    )
    scene.store.put_offer("of_1", her, True, 1)
    put = pb.PutLabelsRequest(creator_id=her, tags=["VIP"], notes="n", expected_version=0)
    with pytest.raises(NotFound):
        scene.call(scene.agency, "RosterService/PutLabels", put)
    scene.active(PROFILE, "marketplace.offers.read")
    labels = scene.call(scene.agency, "RosterService/PutLabels", put)
    assert (list(labels.tags), labels.version, labels.creator_id) == (["vip"], 1, her)
    get = pb.GetLabelsRequest(creator_id=her)
    assert scene.call(scene.agency, "RosterService/GetLabels", get) == labels
    (line,) = scene.call(scene.agency, "RosterService/ListRoster", pb.ListRosterRequest(tag="vip")).items
    assert (line.creator.stats.followers, line.open_offers, line.HasField("starting_rate")) == (5, 1, False)
    remove = pb.RemoveCreatorRequest(creator_id=her)
    scene.call(scene.agency, "RosterService/RemoveCreator", remove)
    assert len(scene.call(scene.agency, "RosterService/ListRoster", pb.ListRosterRequest()).items) == 0


def test_one_agencys_roster_is_not_anothers(scene: Scene) -> None:
    scene.active(PROFILE)
    other = replace(scene.agency, party_id="ag_other")
    assert len(scene.call(other, "RosterService/ListRoster", pb.ListRosterRequest()).items) == 0
    for rpc, request in (
        ("RosterService/GetLabels", pb.GetLabelsRequest(creator_id=scene.creator.party_id)),
        ("RosterService/RemoveCreator", pb.RemoveCreatorRequest(creator_id=scene.creator.party_id)),
    ):
        with pytest.raises(NotFound, match="no such creator"):
            scene.call(other, rpc, request)


def test_an_unknown_creator_does_not_exist_for_a_handler_either(scene: Scene) -> None:
    scene.store.parties.rows.pop(scene.creator.party_id)
    scene.store.parties.insert(replace(scene.store.parties.all()[0], id="x_1", credentials=()), Commit())
    with pytest.raises(NotFound):
        scene.call(
            scene.creator, "PartyService/GetCreator", pb.GetCreatorRequest(creator_id=scene.creator.party_id)
        )


def test_a_patch_changes_tags_or_notes(scene: Scene) -> None:
    her = scene.creator.party_id
    scene.active(PROFILE)

    def patch(version: int, *paths: str, **changes: Any) -> pb.Labels:
        request = pb.PatchLabelsRequest(creator_id=her, expected_version=version, **changes)
        request.update_mask.paths.extend(paths)
        return scene.call(scene.agency, "RosterService/PatchLabels", request)

    made = patch(0, "tags", tags=["VIP", "new"])
    assert (list(made.tags), made.notes, made.version) == (["new", "vip"], "", 1)
    noted = patch(1, "notes", notes="Call on Mondays.")
    assert (list(noted.tags), noted.notes) == (["new", "vip"], "Call on Mondays.")
    assert list(patch(2, "tags").tags) == []
    assert patch(3, "notes").notes == ""
    with pytest.raises(Stale):
        patch(1, "notes", notes="Late.")


def test_lists_of_roster_since_a_time(scene: Scene) -> None:
    her = scene.creator
    scene.active(PROFILE)
    scene.clock.advance(minutes=1)
    now = scene.clock.now()
    for amount, minutes in ((100, 1), (200, 2), (300, 3)):
        card = pb.PutRateCardRequest(creator_id=her.party_id)
        card.rates.add(deliverable="video", price={"amount_minor": amount, "currency": "USD"})
        scene.clock.advance(minutes=minutes)
        scene.call(her, "RateCardService/PutRateCard", card)

    def history(sort: Any, **asked: Any) -> list[int]:
        request = pb.ListRateCardHistoryRequest(creator_id=her.party_id, sort=sort, page_size=9, **asked)
        page = scene.call(her, "RateCardService/ListRateCardHistory", request)
        return [each.version for each in page.items]

    up, down = pb.RATE_CARD_SORT_VERSION, pb.RATE_CARD_SORT_VERSION_DESCENDING
    assert (history(up), history(down)) == ([1, 2, 3], [3, 2, 1])
    assert history(up, updated_since=now + timedelta(minutes=3)) == [2, 3]
    assert history(down, updated_since=scene.clock.now()) == [3]
    asked = pb.ListDelegationsRequest(updated_since=now)
    rpc = "DelegationService/ListDelegations"
    assert list(scene.call(her, rpc, asked).items) == []
    (open_one,) = scene.call(her, rpc, pb.ListDelegationsRequest()).items
    revoke = pb.RevokeDelegationRequest(delegation_id=open_one.id)
    scene.call(her, "DelegationService/RevokeDelegation", revoke)
    for party in (her, scene.agency):
        (revoked,) = scene.call(party, rpc, asked).items
        assert revoked.updated_at == revoked.ended_at
