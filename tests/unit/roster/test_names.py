"""Names beside ids: looked up at once for a whole page, and as they were where something is signed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pytest

from protos.callboard.common.v1 import parties_pb2 as names
from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.parties import PartyName
from services.roster.rpc.names import Names
from services.shared.commands import Commit
from tests.unit.roster.build import PROFILE
from tests.unit.roster.scene import Scene


def creator_of(scene: Scene) -> names.CreatorRef:
    return names.CreatorRef(id=scene.creator.party_id, handle="zoe", display_name="Zoe")


def rename(scene: Scene, party_id: str, **changes: Any) -> None:
    """As a change of profile does."""
    party = scene.store.parties.get(party_id)
    assert party is not None
    changed = replace(party, version=party.version + 1, **changes)
    assert scene.store.parties.replace(changed, party.version, Commit())
    scene.clock.advance(seconds=1)


def test_a_delegation_names_its_parties_and_who_ended_it(scene: Scene) -> None:
    asked = scene.active(PROFILE)
    assert asked.creator == creator_of(scene)
    assert asked.agency == names.AgencyRef(id=scene.agency.party_id, name="Acme")
    assert not asked.HasField("ended_by_actor")
    request = pb.RevokeDelegationRequest(delegation_id=asked.id)
    ended = scene.call(scene.creator, "DelegationService/RevokeDelegation", request)
    assert ended.ended_by_actor == names.ActorRef(
        id=scene.creator.party_id, kind=names.ACTOR_KIND_CREATOR, name="Zoe"
    )


def test_a_page_is_named_by_one_look_up(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    for handle in ("max", "eva"):
        scene.active(PROFILE, creator=scene.new_creator(handle))
    page = scene.call(scene.agency, "RosterService/ListRoster", pb.ListRosterRequest())
    assert [each.labels.creator.handle for each in page.items] == ["eva", "max"]
    asked: list[set[str]] = []
    known = scene.store.names_of

    def names_of(ids: Collection[str]) -> dict[str, PartyName]:
        asked.append(set(ids))
        return known(ids)

    monkeypatch.setattr(scene.store, "names_of", names_of)
    looking = Names(scene.store, scene.clock)
    assert looking.put_into(page) == looking.put_into(page)
    assert asked == [{scene.agency.party_id, *(each.creator.id for each in page.items)}]


def test_a_rate_card_names_who_set_it(scene: Scene) -> None:
    her = scene.creator.party_id
    empty = scene.call(scene.creator, "RateCardService/GetRateCard", pb.GetRateCardRequest(creator_id=her))
    assert (empty.creator, empty.HasField("updated_by_actor")) == (creator_of(scene), False)
    put = pb.PutRateCardRequest(creator_id=her)
    card = scene.call(scene.creator, "RateCardService/PutRateCard", put)
    assert card.updated_by_actor.name == "Zoe"


def test_the_log_shows_the_present_name_and_exports_none(scene: Scene) -> None:
    scene.active(PROFILE)
    scene.authorize()
    rename(scene, scene.agency.party_id, name="Acme & Co")
    (entry,) = scene.log().items
    assert (entry.actor.name, entry.actor.kind) == ("Acme & Co", names.ACTOR_KIND_AGENCY)
    assert entry.creator == creator_of(scene)
    request = pb.ExportActivityRequest(creator_id=scene.creator.party_id)
    exported = scene.call(scene.creator, "ActivityService/ExportActivity", request).data
    assert b"Acme" not in exported


def test_a_receipt_keeps_the_names_under_which_consent_was_given(scene: Scene) -> None:
    made = scene.active(PROFILE)
    rename(scene, scene.agency.party_id, name="Another")
    rename(scene, scene.creator.party_id, name="Zoe Smith", handle="zoe.smith")
    get = pb.GetReceiptRequest(delegation_id=made.id)
    receipt = scene.call(scene.agency, "DelegationService/GetReceipt", get)
    assert (receipt.agency.name, receipt.delegation.agency.name) == ("Acme", "Acme")
    assert receipt.creator == receipt.delegation.creator == creator_of(scene)
    assert [each.party.name for each in receipt.changes] == ["Acme", "Zoe"]
    read = pb.GetDelegationRequest(delegation_id=made.id)
    shown = scene.call(scene.agency, "DelegationService/GetDelegation", read)
    assert (shown.agency.name, shown.creator.handle) == ("Another", "zoe.smith")


def test_the_timer_has_a_name(scene: Scene) -> None:
    over = pb.Delegation(creator_id="cr_none", agency_id=scene.agency.party_id, ended_by="timer")
    shown = Names(scene.store, scene.clock).put_into(over)
    assert (shown.ended_by_actor.kind, shown.ended_by_actor.name) == (names.ACTOR_KIND_TIMER, "Callboard")
    assert shown.creator == names.CreatorRef(id="cr_none")


def test_whoever_asks_is_named_for_the_assertion(scene: Scene) -> None:
    assert scene.authorize(creator_id="").party_name == "Acme"
