"""Lists, on both stores."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.roster.domain.parties import PartyKind
from services.roster.domain.roster import Filter, Selection
from services.roster.store.documents import DelegationDocument
from services.shared.paging import PageRequest
from tests.contracts.roster.test_queries import (
    ACTIVE,
    AGENCY,
    CREATOR,
    EPOCH,
    EXPIRED,
    REQUESTED,
    REVOKED,
    ids,
    keep,
    record,
)
from tests.fakes.clock import START
from tests.fakes.roster import FakeStore
from tests.pages import asked
from tests.unit.roster.build import card, delegation, party, rate


def test_delegations_of_one_party_in_pages(store: Any) -> None:
    record(store, delegation("dg_3"), *(delegation(f"dg_{n}", state=EXPIRED) for n in range(3)))
    record(store, delegation("dg_4", agency_id="ag_2", state=REVOKED))
    newest = asked("-requested_at")
    assert ids(store.delegations_of(AGENCY, None, newest)) == ["dg_3", "dg_2", "dg_1", "dg_0"]
    assert ids(store.delegations_of(CREATOR, None, asked("-requested_at", 2))) == ["dg_4", "dg_3"]
    behind = asked("-requested_at", 2, after=(delegation().requested_at, "dg_3"))
    assert ids(store.delegations_of(CREATOR, None, behind)) == ["dg_2", "dg_1"]
    assert ids(store.delegations_of(CREATOR, REVOKED, newest)) == ["dg_4"]
    assert store.delegations_of((PartyKind.AGENCY, "ag_9"), None, newest) == []
    assert store.delegation("dg_9") is None


def test_of_an_agency_only_what_some_creators_have_given(store: Any) -> None:
    record(store, *(delegation(f"dg_{n}", creator_id=f"cr_{n}", state=REQUESTED) for n in range(3)))
    some = frozenset({"cr_0", "cr_2", "cr_9"})
    assert ids(store.delegations_of(AGENCY, None, asked("-requested_at"), some)) == ["dg_2", "dg_0"]
    assert (store.requested_of("ag_1"), store.requested_of("ag_1", some)) == (3, 2)


@pytest.mark.parametrize("sort", ["handle", "open_offers"])
def test_a_roster_of_some_creators(store: Any, sort: str) -> None:
    keep(store.parties, *(party(f"cr_{n}", handle=f"h{n}") for n in range(3)))
    record(store, *(delegation(f"dg_{n}", creator_id=f"cr_{n}") for n in range(3)))
    for n in range(3):
        store.show_creator(f"cr_{n}")
    wanted = Selection("ag_1", Filter(), sort, (), 9, frozenset(), START, frozenset({"cr_1", "cr_9"}))
    assert [each.delegation.id for each in store.on_roster(wanted)] == ["dg_1"]


def test_changes_of_delegations_are_walked_to_the_end(store: Any) -> None:
    for number, minutes in enumerate((3, 1, 1, 2)):
        changed = START + timedelta(minutes=minutes)
        record(store, delegation(f"dg_{number}", creator_id=f"cr_{number}", updated_at=changed))
    walk = ["dg_1", "dg_2", "dg_3", "dg_0"]
    since = START + timedelta(minutes=2)
    assert ids(store.delegations_of(AGENCY, None, asked("updated_at"))) == walk
    assert ids(store.delegations_of(AGENCY, ACTIVE, asked("-updated_at"))) == walk[::-1]
    assert ids(store.delegations_of(AGENCY, None, asked("updated_at", since=since))) == walk[2:]
    assert ids(store.delegations_of(AGENCY, None, asked("requested_at", since=since))) == ["dg_0", "dg_3"]


def test_a_line_of_the_roster_is_touched_by_what_it_shows(store: Any) -> None:
    record(store, delegation(state=ACTIVE))
    for touch in (
        lambda: store.touch_lines("cr_1"),
        lambda: store.touch_lines("cr_1", "ag_1"),
        lambda: store.put_offer("of_1", "cr_1", True, 1),
        lambda: store.put_offer("of_1", "cr_1", False, 2),
        lambda: record(store, delegation(state=ACTIVE, version=2)),
    ):
        forget_touches(store)
        touch()
        assert line_of(store) > EPOCH
    for leave in (
        lambda: store.touch_lines("cr_1", "ag_2"),
        lambda: store.touch_lines("cr_2"),
        lambda: store.put_offer("of_1", "cr_1", False, 3),
    ):
        forget_touches(store)
        leave()
        assert line_of(store) == EPOCH


def line_of(store: Any) -> datetime:
    """When the line of the one delegation was changed last."""
    (standing,) = store.on_roster(Selection("ag_1", Filter(), "open_offers", (), 9, frozenset(), START))
    return standing.updated_at


def forget_touches(store: Any) -> None:
    """Has every line changed last long ago, whatever the database's clock says."""
    if isinstance(store, FakeStore):
        store._touched_at = dict.fromkeys(store._touched_at, EPOCH)
    else:
        DelegationDocument._get_collection().update_many({}, {"$set": {"line_updated_at": EPOCH}})


def test_former_rate_cards_are_read_by_the_page(store: Any) -> None:
    keep(store.rate_cards, card(rates=(rate(),), version=4), card("cr_2"))
    former = [
        card(rates=(rate(amount=n),), version=n, updated_at=START, updated_by="cr_1") for n in (1, 2, 3)
    ]
    for each in (*former, former[0], card("cr_2", version=1)):
        store.keep_rate_card(each)
    store.keep_rate_card(replace(former[2], rates=()))  # The first one stays.
    newest = asked("-version")
    assert store.former_rate_cards("cr_1", 4, asked("-version", 2)) == [former[2], former[1]]
    assert store.former_rate_cards("cr_1", 2, newest) == [former[0]]
    assert store.former_rate_cards("cr_1", 4, asked("version", 2)) == former[:2]
    behind = PageRequest(8, "history", (1,), "version")
    assert store.former_rate_cards("cr_1", 4, behind) == former[1:]
    later = replace(card(version=5), updated_at=START + timedelta(hours=1))
    store.keep_rate_card(later)
    for sort in ("version", "-version"):
        recent = asked(sort, since=START + timedelta(hours=1))
        assert store.former_rate_cards("cr_1", 9, recent) == [later]
    assert store.former_rate_cards("cr_9", 9, newest) == []
    found = store.rate_cards_of(["cr_1", "cr_9"])
    assert {creator: each.version for creator, each in found.items()} == {"cr_1": 4}
