"""The use cases that hold audiences against a target: who is ranked, in which order, page by page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from protos.metrics.v1 import metrics_pb2 as pb
from services.metrics.domain.audience import Audience, Dimensions, Share
from services.metrics.domain.targets import Target, Weight
from services.metrics.handlers.matches import PLACE, match_audience, match_roster
from services.metrics.roster import Creator, Letting
from services.metrics.rpc import MetricsRpc
from services.shared.access import Identity
from services.shared.calls import Call, serving
from services.shared.commands import Commit
from services.shared.errors import Invalid, Unavailable
from services.shared.paging import page_request
from tests.fakes.clock import START, FakeClock
from tests.fakes.metrics import FakeRoster, FakeStore
from tests.unit.answering import check_answer
from tests.unit.asking import asked

FEMALE = Target(gender=(Weight("FEMALE", 1.0),))
BODY = {"target": {"gender": [{"bucket": "FEMALE", "weight": 1}]}}
SHARES = {"cr_half": 0.5, "cr_most": 0.9, "cr_same": 0.5, "cr_none": 0.0}


class Fixture:
    """A roster of creators, of whom one has no audience."""

    def __init__(self) -> None:
        self.store: Any = FakeStore()
        names = [*SHARES, "cr_unknown"]
        self.roster = FakeRoster(*(Creator(each, each[3:]) for each in names))
        self.roster.letting_ = Letting(frozenset(names))
        for number, (creator_id, share) in enumerate(SHARES.items()):
            self.bring(number, creator_id, Share("FEMALE", share), Share("MALE", 1 - share))

    def bring(self, number: int, creator_id: str, *shares: Share, hours: int = 0, **others: Any) -> None:
        """An audience of hers."""
        captured_at = START + timedelta(hours=hours)
        known = Dimensions(gender=shares, **others)
        audience = Audience(f"au_{number}", 1, creator_id, captured_at, "operator", known, party_id="op_1")
        self.store.audiences.insert(audience, Commit())

    def page(self, cursor: str = "", *, size: int = 25, sort: str = "-score", **given: Any) -> Any:
        """A page of the ranking."""
        usual: dict[str, Any] = {"target": FEMALE, "creator_ids": (), "agency_id": "ag_1", "request_id": ""}
        page = page_request(size, cursor, f"matches {sort}", PLACE, sort=sort)
        return match_roster(self.store, self.roster, page=page, **usual | given)

    def ids(self, **given: Any) -> list[str]:
        """All pages."""
        found, cursor = [], ""
        while True:
            page = self.page(cursor, **given)
            found += [each.creator_id for each in page.items]
            cursor = page.next_cursor
            if not cursor:
                return found


@pytest.fixture
def roster() -> Fixture:
    """A roster of creators."""
    return Fixture()


BEST_FIRST = ["cr_most", "cr_half", "cr_same", "cr_none", "cr_unknown"]


@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_the_best_come_first_and_those_without_an_audience_last(roster: Fixture, size: int) -> None:
    assert roster.ids(size=size) == BEST_FIRST
    assert roster.ids(size=size, sort="score") == ["cr_none", "cr_half", "cr_same", "cr_most", "cr_unknown"]
    last = roster.page().items[-1]
    assert (last.score, last.reason, last.main_reason.text) == (
        None,
        "no data",
        "Nothing is known of her audience.",
    )


def test_of_two_with_one_score_the_one_of_whom_more_is_known(roster: Fixture) -> None:
    half = (Share("FEMALE", 0.5), Share("MALE", 0.5))
    roster.bring(9, "cr_same", *half, hours=1, age=(Share("18-24", 0.5), Share("25-34", 0.5)))
    wanted = Target(FEMALE.gender, age=(Weight("18-24", 1.0),))
    found = {each.creator_id: (each.score, each.known) for each in roster.page(target=wanted).items}
    assert (found["cr_same"], found["cr_half"]) == ((0.5, 1.0), (0.5, 0.5))
    for sort in ("score", "-score"):
        ranked = roster.ids(target=wanted, size=1, sort=sort)
        assert ranked.index("cr_same") == ranked.index("cr_half") - 1


def test_the_newest_audience_counts(roster: Fixture) -> None:
    roster.bring(9, "cr_none", Share("FEMALE", 1.0), hours=1)
    assert roster.ids()[0] == "cr_none"
    assert match_audience(roster.store, creator_id="cr_none", target=FEMALE).score == 1.0


def test_only_those_who_let_the_agency_read_it_now(roster: Fixture) -> None:
    roster.roster.letting_ = Letting(frozenset({"cr_half", "cr_unknown"}))
    assert roster.ids() == ["cr_half", "cr_unknown"]
    assert roster.ids(creator_ids=("cr_half", "cr_most")) == ["cr_half"]
    roster.roster.letting_ = Letting(frozenset())
    assert roster.ids() == []


def test_who_ceases_to_let_it_read_is_on_no_further_page(roster: Fixture) -> None:
    first = roster.page(size=2)
    roster.roster.letting_ = Letting(frozenset(SHARES) - {"cr_same"})
    assert [each.creator_id for each in roster.page(first.next_cursor).items] == ["cr_none"]


def test_a_limited_person_is_shown_her_creators_alone(roster: Fixture) -> None:
    limited = {"limited_to": frozenset({"cr_half", "cr_none"})}
    assert roster.ids(**limited) == ["cr_half", "cr_none"]
    assert roster.ids(creator_ids=("cr_most", "cr_none"), **limited) == ["cr_none"]
    assert roster.ids(creator_ids=("cr_most",), **limited) == []
    # A roster that is too large to be ranked at once is no hindrance to somebody who sees two of it.
    roster.roster.letting_ = Letting(frozenset(SHARES), more=True)
    assert roster.ids(**limited) == ["cr_half", "cr_none"]


def test_without_roster_nothing_is_shown(roster: Fixture) -> None:
    roster.roster.reachable = False
    with pytest.raises(Unavailable):
        roster.page()


def test_too_many_are_refused_and_not_cut_off(roster: Fixture) -> None:
    roster.roster.letting_ = Letting(frozenset(SHARES), more=True)
    with pytest.raises(Invalid) as refused:
        roster.page()
    assert [each.field for each in refused.value.errors] == ["creator_ids"]
    assert roster.ids(creator_ids=("cr_half",)) == ["cr_half"]


def test_a_target_of_nothing_is_refused(roster: Fixture) -> None:
    for refused in (
        lambda: roster.page(target=Target()),
        lambda: match_audience(roster.store, creator_id="cr_half", target=Target()),
    ):
        with pytest.raises(Invalid):
            refused()


def test_answers_have_what_is_always_there_and_a_cursor_is_good_for_one_target(roster: Fixture) -> None:
    rpc = MetricsRpc(roster.store, FakeClock(), roster.roster)
    serving.set(Call("match_roster", Identity("gateway", "ag_1", "agency"), "req-1", "", 0.0))
    for creator_id in ("cr_half", "cr_unknown"):
        found = rpc.MatchAudience(asked(pb.MatchAudienceRequest, BODY | {"creator_id": creator_id}), None)
        check_answer(found)
        assert found.creator.handle == creator_id[3:]
        assert [each.text for each in found.reason_parts] == list(found.reasons)
    first = rpc.MatchRoster(asked(pb.MatchRosterRequest, BODY | {"page_size": 2}), None)
    check_answer(first)
    assert [each.creator.handle for each in first.items] == ["most", "half"]
    following = {"cursor": first.next_cursor}
    rest = rpc.MatchRoster(asked(pb.MatchRosterRequest, BODY | following), None)
    check_answer(rest)
    assert [each.creator_id for each in (*first.items, *rest.items)] == BEST_FIRST
    limited = Identity("gateway", "ag_1", "agency", limited_to=frozenset({"cr_none"}))
    serving.set(Call("match_roster", limited, "req-1", "", 0.0))
    seen = rpc.MatchRoster(asked(pb.MatchRosterRequest, BODY), None)
    assert [each.creator_id for each in seen.items] == ["cr_none"]
    other = {"target": {"gender": [{"bucket": "MALE", "weight": 1}]}}
    for changed in (other, {"sort": "score"}, {"creator_ids": ["cr_half"]}):
        with pytest.raises(Invalid):
            rpc.MatchRoster(asked(pb.MatchRosterRequest, BODY | changed | following), None)
