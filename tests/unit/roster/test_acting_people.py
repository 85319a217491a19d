"""A person acts as her membership says at that moment, and for no longer than her session lasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from protos.callboard.access.v1 import access_pb2
from protos.callboard.errors.v1 import errors_pb2
from protos.roster.v1 import parties_pb2, people_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.people.person import Locale
from services.roster.domain.people.roles import Role, scopes_of
from services.roster.domain.sessions import Session
from services.shared.access import SCOPE_NAMES, SCOPES, Identity
from services.shared.errors import NotFound
from tests.fakes.clock import START
from tests.unit.roster.build import PROFILE, numbers
from tests.unit.roster.people import membership, person
from tests.unit.roster.scene import GATEWAY, READ_PROFILE, WRITE_RATES, Scene

PORTAL = "portal"


@pytest.fixture
def other(scene: Scene) -> Identity:
    """A second creator on the roster."""
    hers = scene.new_creator("mia")
    scene.active(*sorted(scopes_of("agency", "owner") & {PROFILE}), creator=hers)
    return hers


def signed_in(scene: Scene, role: Role = Role.MANAGER, *creator_ids: str) -> Identity:
    """A member of the agency, and her session."""
    member = replace(membership("ag_1", role, *creator_ids), party_id=scene.agency.party_id)
    scene.store.people.rows["pe_1"] = person("pe_1", member, name="Ana López")
    ends = START + timedelta(days=30)
    session = Session(
        "se_1", "pe_1", START, START, START, expires_at=ends, ends_at=ends, forget_at=ends, client_id=PORTAL
    )
    scene.store.sessions.rows["se_1"] = session
    return replace(scene.agency, client_id=PORTAL, person_id="pe_1", session_id="se_1")


def asked(scene: Scene, who: Identity, action: str = READ_PROFILE, **fields: Any) -> Any:
    given = {"client_id": PORTAL, "person_id": who.person_id, "session_id": who.session_id}
    return scene.authorize(action, **(given | fields))


def test_a_viewer_changes_nothing() -> None:
    assert not [each for each in scopes_of("agency", "viewer") if not each.endswith(".read")]


def test_a_member_acts_in_her_role(scene: Scene) -> None:
    scene.active()
    answer = asked(scene, signed_in(scene))
    assert answer.decision == pb.DECISION_ALLOWED
    assert (answer.person.id, answer.person.name, answer.person.role) == ("pe_1", "Ana López", "manager")
    assert {SCOPE_NAMES[each] for each in answer.person.scopes} == scopes_of("agency", "manager")


def test_a_viewer_is_refused_what_her_role_does_not_admit(scene: Scene) -> None:
    scene.active()
    viewer = signed_in(scene, Role.VIEWER)
    assert asked(scene, viewer).decision == pb.DECISION_ALLOWED
    answer = asked(scene, viewer, WRITE_RATES)
    assert (answer.decision, answer.rule) == (pb.DECISION_FORBIDDEN, "role")
    assert answer.code == errors_pb2.ERROR_CODE_ROLE_NOT_ALLOWED
    assert answer.reason == (
        "Your role, viewer, does not hold marketplace.rates.write. An owner of Acme can give you another one."
    )


@pytest.mark.parametrize("of", ["one of hers", "nobody"])
def test_her_role_is_named_where_her_token_lacks_the_scope_too(scene: Scene, of: str) -> None:
    scene.active()
    held = [SCOPES[each] for each in scopes_of("agency", "viewer")]
    creator_id = scene.creator.party_id if of == "one of hers" else ""
    told = {"token_scopes": held, "creator_id": creator_id}
    viewer = asked(scene, signed_in(scene, Role.VIEWER), WRITE_RATES, **told)
    assert viewer.code == errors_pb2.ERROR_CODE_ROLE_NOT_ALLOWED
    manager = asked(scene, signed_in(scene, Role.MANAGER), WRITE_RATES, **told)
    assert manager.code == errors_pb2.ERROR_CODE_SCOPE_MISSING_IN_TOKEN


def test_what_any_token_may_no_role_forbids(scene: Scene) -> None:
    answer = asked(scene, signed_in(scene, Role.VIEWER), "get_me", token_scopes=[], creator_id="")
    assert answer.decision == pb.DECISION_ALLOWED


def test_a_token_from_before_holds_no_more_than_the_role_of_now(scene: Scene) -> None:
    scene.active()
    who = signed_in(scene, Role.MANAGER)
    assert asked(scene, who, WRITE_RATES).decision == pb.DECISION_ALLOWED
    lowered = scene.store.people.get("pe_1")
    assert lowered
    member = replace(lowered.memberships[0], role=Role.VIEWER)
    scene.store.people.rows["pe_1"] = replace(lowered, memberships=(member,))
    assert asked(scene, who, WRITE_RATES).decision == pb.DECISION_FORBIDDEN


def test_who_is_limited_sees_the_others_as_unknown(scene: Scene, other: Identity) -> None:
    scene.active()
    limited = signed_in(scene, Role.MANAGER, other.party_id)
    assert asked(scene, limited, creator_id=other.party_id).decision == pb.DECISION_ALLOWED
    assert list(asked(scene, limited, creator_id=other.party_id).person.creator_ids) == [other.party_id]
    answer = asked(scene, limited)
    assert (answer.decision, answer.rule) == (pb.DECISION_UNKNOWN, "limited")


@pytest.mark.parametrize(
    "fields",
    [
        {"session_id": "se_2"},
        {"person_id": "pe_2"},
        {"session_id": ""},
        {"party_id": "ag_other"},
    ],
    ids=["another session", "another person", "none", "another party"],
)
def test_without_session_and_membership_nobody_acts(scene: Scene, fields: dict[str, str]) -> None:
    scene.active()
    answer = asked(scene, signed_in(scene), **fields)
    assert answer.decision in (pb.DECISION_SESSION_ENDED, pb.DECISION_CLIENT_UNKNOWN)
    assert not answer.HasField("person")


def test_a_removed_member_and_an_ended_session_are_refused(scene: Scene) -> None:
    scene.active()
    who = signed_in(scene)
    member, session = scene.store.people.get("pe_1"), scene.store.sessions.get("se_1")
    assert member
    assert session
    scene.store.sessions.rows["se_1"] = replace(session, ended_at=START)
    assert asked(scene, who).decision == pb.DECISION_SESSION_ENDED
    scene.store.sessions.rows["se_1"] = session
    assert asked(scene, who).decision == pb.DECISION_ALLOWED
    scene.store.people.rows["pe_1"] = replace(member, memberships=())
    assert asked(scene, who).decision == pb.DECISION_SESSION_ENDED


def test_the_log_names_the_person(scene: Scene) -> None:
    scene.active()
    asked(scene, signed_in(scene), WRITE_RATES)
    entry = scene.log(page_size=1).items[0]
    assert (entry.person_id, entry.person_name) == ("pe_1", "Ana López")
    assert entry.actor.id == scene.agency.party_id


def test_the_log_names_who_read(scene: Scene) -> None:
    scene.active()
    who = signed_in(scene)
    reading = pb.ReadingReport(
        party_id=who.party_id,
        party_kind=access_pb2.PARTY_KIND_AGENCY,
        client_id=PORTAL,
        person_id="pe_1",
        creator_id=scene.creator.party_id,
        action=READ_PROFILE,
        object="/v1",
        count=1,
        at=scene.clock.now(),
    )
    request = pb.RecordReadingsRequest(batch_id="b", readings=[reading])
    scene.call(GATEWAY, "AccessService/RecordReadings", request)
    assert scene.log(page_size=1).items[0].person_name == "Ana López"


def test_lists_show_a_limited_person_her_creators_only(scene: Scene, other: Identity) -> None:
    scene.active()
    limited = replace(signed_in(scene), limited_to=frozenset({other.party_id}), role="manager")
    roster = scene.call(limited, "RosterService/ListRoster", pb.ListRosterRequest())
    assert [each.creator.id for each in roster.items] == [other.party_id]
    hers = scene.call(limited, "DelegationService/ListDelegations", pb.ListDelegationsRequest())
    assert {each.creator_id for each in hers.items} == {other.party_id}


def test_a_limited_person_reaches_no_other_creator_by_any_way(scene: Scene, other: Identity) -> None:
    delegation = scene.active()
    limited = replace(signed_in(scene), limited_to=frozenset({other.party_id}), role="manager")
    attempts = [
        ("DelegationService/GetDelegation", pb.GetDelegationRequest(delegation_id=delegation.id)),
        ("DelegationService/GetReceipt", pb.GetReceiptRequest(delegation_id=delegation.id)),
        ("DelegationService/EndDelegation", pb.EndDelegationRequest(delegation_id=delegation.id)),
        ("RosterService/GetLabels", pb.GetLabelsRequest(creator_id=scene.creator.party_id)),
        ("RosterService/RemoveCreator", pb.RemoveCreatorRequest(creator_id=scene.creator.party_id)),
        (
            "DelegationService/CreateDelegation",
            pb.CreateDelegationRequest(
                creator_id=scene.creator.party_id, scopes=numbers(PROFILE), purpose="All"
            ),
        ),
    ]
    for rpc, request in attempts:
        with pytest.raises(NotFound):
            scene.call(limited, rpc, request)
    assert scene.authorize().decision == pb.DECISION_ALLOWED, "and nothing was ended"


def test_me_says_who_signed_in(scene: Scene) -> None:
    who = replace(signed_in(scene), person_name="Ana López", role="viewer")
    me = scene.call(who, "MeService/GetMe", parties_pb2.GetMeRequest())
    assert (me.person.id, me.person.name, me.person.role) == ("pe_1", "Ana López", "viewer")
    kept = scene.store.people.rows["pe_1"]
    scene.store.people.rows["pe_1"] = replace(kept, locale=Locale.ES, time_zone="Europe/Madrid")
    hers = scene.call(who, "MeService/GetMe", parties_pb2.GetMeRequest()).person
    assert (hers.locale, hers.time_zone) == (people_pb2.LOCALE_ES, "Europe/Madrid")
    plain = scene.call(scene.agency, "MeService/GetMe", parties_pb2.GetMeRequest())
    assert not plain.HasField("person")
