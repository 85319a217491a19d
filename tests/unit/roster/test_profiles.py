"""What a creator says of herself, who finds her, and what everybody is told of himself."""

from __future__ import annotations

from typing import Any

import pytest

from protos.roster.v1 import parties_pb2, profiles_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.shared.access import Identity
from services.shared.errors import Forbidden, Invalid, NotFound, Stale
from tests.unit.roster.build import OFFERS, PROFILE
from tests.unit.roster.calling import OPERATOR
from tests.unit.roster.scene import ALL, Scene
from tests.unit.roster.test_suspension import suspend

PROFILE_WRITE = "marketplace.profile.write"


def patch(scene: Scene, who: Identity | None = None, version: int | None = None, **fields: Any) -> Any:
    request = profiles_pb2.PatchCreatorRequest(creator_id=scene.creator.party_id, **fields)
    request.update_mask.paths.extend(fields)
    if version is not None:
        request.expected_version = version
    return scene.call(who or scene.creator, "ProfileService/PatchCreator", request)


def show(scene: Scene, *nulls: str, **fields: Any) -> Any:
    request = profiles_pb2.PatchVisibilityRequest(creator_id=scene.creator.party_id, **fields)
    request.update_mask.paths.extend([*fields, *nulls])
    return scene.call(scene.creator, "ProfileService/PatchVisibility", request)


def directory(scene: Scene, **asked: Any) -> list[Any]:
    request = profiles_pb2.ListDirectoryRequest(**asked)
    return list(scene.call(scene.agency, "DirectoryService/ListDirectory", request).items)


def entry(scene: Scene, creator_id: str = "") -> Any:
    request = profiles_pb2.GetDirectoryEntryRequest(creator_id=creator_id or scene.creator.party_id)
    return scene.call(scene.agency, "DirectoryService/GetDirectoryEntry", request)


def test_only_what_is_named_changes(scene: Scene) -> None:
    changed = patch(scene, bio="Cooks.\nWell.", portfolio=["v_2", "v_1"])
    assert (changed.bio, list(changed.portfolio), changed.display_name) == (
        "Cooks.\nWell.",
        ["v_2", "v_1"],
        "Zoe",
    )
    assert patch(scene, display_name=" Zoë ", country="DE").display_name == "Zoë"
    emptied = patch(scene, bio="", languages=[])
    assert (emptied.bio, list(emptied.languages), emptied.country) == ("", [], "DE")


def test_what_changes_nothing_is_no_change(scene: Scene) -> None:
    first = patch(scene, bio="Cooks.")
    assert patch(scene, bio="Cooks.").version == first.version
    assert patch(scene).version == first.version


@pytest.mark.parametrize(
    "fields",
    [
        {"display_name": ""},
        {"display_name": " "},
        {"display_name": "x" * 201},
        {"bio": "x" * 2001},
        {"country": ""},
        {"country": "XX"},
        {"languages": ["tlh2"]},
        {"portfolio": [f"v_{number}" for number in range(13)]},
        {"portfolio": ["v_1", "v_1"]},
        {"portfolio": [""]},
    ],
)
def test_a_profile_that_may_not_be_is_refused(scene: Scene, fields: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        patch(scene, **fields)
    assert refused.value.errors[0].field.startswith(next(iter(fields)))


def test_a_stale_version_is_refused(scene: Scene) -> None:
    version = patch(scene, bio="1").version
    patch(scene, version=version, bio="2")
    with pytest.raises(Stale):
        patch(scene, version=version, bio="3")


def test_an_agency_needs_the_scope_of_its_own(scene: Scene) -> None:
    scene.active(PROFILE)
    granted = Identity(
        "gateway",
        scene.agency.party_id,
        "agency",
        scene.agency.client_id,
        ALL,
        on_behalf_of=scene.creator.party_id,
        granted_scopes=frozenset({PROFILE}),
    )
    with pytest.raises(Forbidden, match=PROFILE_WRITE):
        patch(scene, granted, bio="x")
    allowed = Identity(**{**vars(granted), "granted_scopes": frozenset({PROFILE_WRITE})})
    assert patch(scene, allowed, bio="x").bio == "x"
    request = profiles_pb2.GetVisibilityRequest(creator_id=scene.creator.party_id)
    with pytest.raises(Forbidden):
        scene.call(allowed, "ProfileService/GetVisibility", request)


def test_she_is_found_by_her_exact_handle_and_no_more_is_told(scene: Scene) -> None:
    patch(scene, bio="Cooks.")
    (found,) = directory(scene, handle="@Zoe")
    assert (found.id, found.handle, found.display_name) == (scene.creator.party_id, "zoe", "Zoe")
    assert (found.listed, found.bio, found.HasField("country"), found.HasField("stats")) == (
        False,
        "",
        False,
        False,
    )
    assert directory(scene) == directory(scene, q="zoe") == []
    with pytest.raises(NotFound):
        entry(scene)


def test_who_hides_cannot_be_told_from_who_is_not_there(scene: Scene) -> None:
    show(scene, found_by_handle=False)
    scene.new_creator("barred")
    barred = scene.call(OPERATOR, "AdministrationService/ListCreators", _named("barred")).items[0]
    suspend(scene, Identity("gateway", barred.id, "creator"))
    answers = set()
    for handle in ("zoe", "barred", "nobody"):
        with pytest.raises(NotFound) as refused:
            directory(scene, handle=handle)
        answers.add((refused.value.detail, refused.value.code))
    for creator_id in (scene.creator.party_id, barred.id, "cr_nobody", scene.agency.party_id):
        with pytest.raises(NotFound) as refused:
            entry(scene, creator_id)
        answers.add((refused.value.detail, refused.value.code))
    assert len(answers) == 1


def _named(q: str) -> Any:
    return parties_pb2.ListPartiesRequest(q=q)


def test_who_is_listed_shows_her_profile_and_rates_only_where_they_are_public(scene: Scene) -> None:
    her = scene.creator
    rates = [{"deliverable": "video", "price": {"amount_minor": 5, "currency": "USD"}}]
    scene.call(
        her, "RateCardService/PutRateCard", pb.PutRateCardRequest(creator_id=her.party_id, rates=rates)
    )
    patch(scene, bio="Cooks.", categories=["food/vegan"], portfolio=["v_2", "v_1"])
    show(scene, listed=True)
    (found,) = directory(scene, q="ZO", category="food", country="US", language="en")
    assert (found.bio, found.country, found.HasField("starting_rate")) == ("Cooks.", "US", False)
    assert not entry(scene).rates
    show(scene, public_rates=True)
    assert directory(scene)[0].starting_rate.price.amount_minor == 5
    whole = entry(scene)
    assert [each.video_id for each in whole.portfolio] == ["v_2", "v_1"]
    assert (whole.rates[0].deliverable, whole.portfolio[0].HasField("views")) == ("video", False)
    suspend(scene, her)
    assert directory(scene) == []
    with pytest.raises(NotFound):
        entry(scene)


def test_visibility_is_off_unless_she_says_otherwise(scene: Scene) -> None:
    request = profiles_pb2.GetVisibilityRequest(creator_id=scene.creator.party_id)
    now = scene.call(scene.creator, "ProfileService/GetVisibility", request)
    assert (now.listed, now.found_by_handle, now.public_rates) == (False, True, False)
    changed = show(scene, listed=True)
    assert (changed.listed, changed.found_by_handle, changed.version) == (True, True, now.version + 1)
    with pytest.raises(Invalid) as refused:
        show(scene, "listed")
    assert refused.value.errors[0].field == "listed"


@pytest.mark.parametrize("who", ["creator", "operator"])
def test_the_directory_is_for_agencies_and_brands(scene: Scene, who: str) -> None:
    asking = {"creator": scene.creator, "operator": OPERATOR}[who]
    with pytest.raises(Forbidden):
        scene.call(asking, "DirectoryService/ListDirectory", profiles_pb2.ListDirectoryRequest())


def me(scene: Scene, who: Identity) -> Any:
    return scene.call(who, "MeService/GetMe", parties_pb2.GetMeRequest())


def test_everybody_is_told_who_he_is_whatever_the_token_holds(scene: Scene) -> None:
    narrow = Identity("gateway", scene.creator.party_id, "creator", scene.creator.client_id, frozenset())
    told = me(scene, narrow)
    assert (told.party.name, told.party.handle, list(told.client.scopes)) == ("Zoe", "zoe", [])
    assert told.client.client_id == scene.creator.client_id
    told = me(scene, scene.agency)
    assert (told.party.name, told.party.HasField("handle")) == ("Acme", False)
    assert len(told.client.scopes) == len(ALL)


def test_what_waits_is_counted_for_each_kind(scene: Scene) -> None:
    her, put = scene.creator.party_id, scene.store.put_offer
    scene.active(OFFERS)
    scene.requested(PROFILE)
    for number, awaiting in enumerate(["creator_side", "creator_side", "creator", "brand", "none"]):
        put(f"of_{number}", her, awaiting != "none", 1, awaiting=awaiting, brand_id="br_1")
    put("of_8", "cr_other", True, 1, awaiting="creator_side", brand_id="br_2")
    waiting = me(scene, scene.creator).waiting
    assert (waiting.delegation_requests, waiting.offers, waiting.confirmations) == (1, 2, 1)
    waiting = me(scene, scene.agency).waiting
    assert (waiting.delegation_requests, waiting.offers) == (1, 2)
    assert not waiting.HasField("confirmations")
    assert scene.store.waiting_offers(["brand"], brand_id="br_1") == 1
