"""The import as a use case: batches, who may import whom, duplicates, repetition."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from services.metrics.domain.imports import MOST_REJECTED, Report
from services.metrics.domain.provenance import Origin
from services.metrics.domain.snapshots import Snapshot
from services.metrics.handlers import intake
from services.metrics.handlers.accounts import link
from services.metrics.handlers.creators import REFUSED
from services.shared.commands import Replayed
from services.shared.errors import Forbidden, Invalid, Malformed, Unavailable
from tests.fakes.clock import START
from tests.unit.metrics.importing import ANA, BOB, HEADER, Fixture, row


@pytest.fixture
def given() -> Fixture:
    """Everything empty."""
    return Fixture()


def test_good_rows_are_kept_and_bad_ones_named(given: Fixture) -> None:
    report = given.send(HEADER + row("ana") + row("ana", "v2", views="1K") + "x\n" + row("@Ana", "v3"))
    assert (report.accepted, report.duplicates, report.rejected_total) == (2, 0, 2)
    assert [(bad.line, bad.message.split(":")[0]) for bad in report.rejected] == [
        (3, "views"),
        (4, "the row has 1 columns, the header 5"),
    ]
    assert [each.video for each in given.captures("ana")] == ["v1", "v3"]


def test_a_second_import_changes_nothing(given: Fixture) -> None:
    body = HEADER + row("ana") + row("ana", hour=2) + row("ana")
    assert given.send(body) == Report(2, 1, (), 0, "im_1")
    assert given.send(gzip.compress(body.encode())) == Report(0, 3, (), 0, "im_2")
    assert len(given.captures("ana")) == 2


def test_an_operator_may_name_unknown_handles_but_not_unknown_ids(given: Fixture) -> None:
    report = given.send(HEADER + row("new") + row(ANA.id) + row("cr_unknown") + row(BOB.id.upper()))
    assert report.accepted == 3
    assert [(bad.line, bad.message) for bad in report.rejected] == [(4, REFUSED["operator"])]
    assert [len(given.captures(name)) for name in ("new", "ana", "bob")] == [1, 1, 1]


def test_an_agency_imports_those_who_delegated_it(given: Fixture) -> None:
    given.roster.importable = {ANA.id}
    body = HEADER + row("ana") + row(BOB.id) + row("nobody") + row(ANA.id, "v2") + row("bob", "v3")
    report = given.send(body, kind="agency")
    assert report.accepted == 2
    assert {bad.line for bad in report.rejected} == {3, 4, 6}
    assert {bad.message for bad in report.rejected} == {
        "creator: unknown creator, or metrics.import is not delegated"
    }
    assert given.captures("bob") == []
    assert {answer.creator_id: answer.allowed for answer in given.roster.logged} == {
        ANA.id: True,
        BOB.id: False,
    }


def test_a_creator_is_asked_about_once_a_lease(given: Fixture, monkeypatch: Any) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)
    given.roster.importable = {ANA.id}
    report = given.send(HEADER + "".join(row("ana", f"v{n}") for n in range(9)), kind="agency")
    assert report.accepted == 9
    assert given.roster.asked == [{}, {ANA.id: None}]


def test_every_row_knows_its_importer_its_import_and_its_grant(given: Fixture) -> None:
    given.roster.importable = {ANA.id}
    given.send(HEADER.replace("views", "source") + row("ana", views="platform"), kind="agency", party="ag_1")
    given.send(HEADER + row("ana"), party="op_1")
    rows = list(given.store.rows.values())
    assert [each.origin for each in rows] == [
        Origin("agency:ag_1", "im_1", 0, f"dg_{ANA.id}", 3),
        Origin("operator", "im_2", 0),
    ]
    assert (rows[0].snapshot.source, rows[0].snapshot.note) == ("agency:ag_1", "platform")
    first = given.record(1)
    assert (first.party_id, first.party_kind, first.client_id) == ("ag_1", "agency", "cl_1")
    assert (first.source, first.note) == ("agency:ag_1", "platform")


@pytest.mark.parametrize("order", list(itertools.permutations(["operator", "agency", "other"])))
def test_the_strongest_source_is_shown_in_any_order(given: Fixture, order: tuple[str, ...]) -> None:
    given.roster.importable = {ANA.id}
    parties = {"operator": "op_1", "agency": "ag_1", "other": "ag_2"}
    for name in order:
        kind = "operator" if name == "operator" else "agency"
        assert given.send(HEADER + row("ana"), kind=kind, party=parties[name]).accepted == 1
    assert [each.source for each in given.captures("ana")] == ["operator"]
    withdrawn = order.index("operator") + 1
    given.store.discard_rows(f"im_{withdrawn}", 0, 9)
    assert [each.source for each in given.captures("ana")] == ["agency:ag_2"]


def test_who_may_import_for_nobody_is_refused_before_anything_is_read(given: Fixture) -> None:
    with pytest.raises(Forbidden) as refused:
        given.send(HEADER + row("ana"), kind="agency")
    assert refused.value.code == "no_delegation"
    given.roster.client_known = False
    with pytest.raises(Forbidden):
        given.send(HEADER + row("ana"))
    assert (given.received, given.store.imports.all()) == (0, [])


def test_an_import_is_recorded_with_its_counts(given: Fixture) -> None:
    given.send(HEADER + row("ana") + row("ana") + "x\n")
    found = given.record()
    assert (found.state, found.ended_at, found.reason) == ("finished", START, "")
    assert (found.accepted, found.duplicates, found.rejected_total, found.settled) == (1, 1, 1, 1)


def test_an_import_that_is_stopped_says_so(given: Fixture) -> None:
    body = (HEADER + row("ana") + "\n" * 200_000).encode()
    report = given.send(body, key="k")
    assert (report.accepted, report.rejected[-1].line) == (1, 100_003)
    found = given.record()
    assert (found.state, found.reason) == ("broken_off", report.rejected[-1].message)
    # It is not remembered under its key.
    assert given.send(body, key="k").duplicates == 1


def test_a_file_that_nobody_can_read_is_stopped(given: Fixture, monkeypatch: Any) -> None:
    monkeypatch.setattr(intake, "MOST_UNREADABLE", 5)
    report = given.send(HEADER + "x\n" * 10)
    assert (report.rejected_total, report.rejected[-1].line) == (6, 7)
    assert "the rest was not read" in report.rejected[-1].message


def test_without_roster_nothing_of_an_agency_is_taken_in(given: Fixture) -> None:
    given.roster.reachable = False
    with pytest.raises(Unavailable):
        given.send(HEADER + row("ana"), kind="agency")
    assert given.captures("ana") == []


def test_the_newest_capture_of_a_video_wins_across_batches(given: Fixture, monkeypatch: Any) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)
    link(given.store, given.clock, creator_id=ANA.id, handle="ana")
    for hours in ([3, 9, 1], [7, 5], [11], [2]):
        given.send(HEADER + "".join(row("ana", f"v{n}", h, views=h) for h in hours for n in range(4)))
        given.refresh()
    assert [video.views for video in given.store.last_videos("ana", 9)] == [11] * 4


def test_known_rows_repair_what_a_crash_left_out(given: Fixture) -> None:
    link(given.store, given.clock, creator_id=ANA.id, handle="ana")
    given.refresh()
    snapshot = Snapshot("ana", "v1", datetime(2026, 2, 1, 1, tzinfo=UTC), None, 100, views=5)
    given.store.add_snapshots([snapshot], {"ana": Origin()})
    assert given.refresh() == 0
    assert given.send(HEADER + row("ana")) == Report(0, 1, (), 0, "im_1")
    assert given.refresh() == 1
    assert given.store.last_videos("ana", 9) == [snapshot._replace(source="operator")]


def test_what_was_read_before_the_upload_broke_off_is_kept(given: Fixture, monkeypatch: Any) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)

    def broken() -> Iterator[bytes]:
        yield (HEADER + "".join(row("ana", f"v{n}") for n in range(5000))).encode()
        raise Malformed("The upload broke off; send it again.")

    with pytest.raises(Malformed):
        given.send(broken())
    assert 0 < len(given.captures("ana")) <= 5000
    found = given.record()
    assert (found.state, found.accepted) == ("broken_off", len(given.captures("ana")))
    assert found.reason == "The upload broke off; send it again."


def test_rejected_rows_are_named_up_to_a_number_and_counted_beyond(given: Fixture) -> None:
    report = given.send(HEADER + "x\n" * (MOST_REJECTED + 5) + row("ana"))
    assert (len(report.rejected), report.rejected_total) == (MOST_REJECTED, MOST_REJECTED + 5)
    assert report.accepted == 1


def test_a_key_gives_the_first_report_again(given: Fixture) -> None:
    body = HEADER + row("ana")
    first = given.send(body, key="k")
    with pytest.raises(Replayed) as caught:
        given.send(body, key="k")
    assert caught.value.reply == repr(first).encode()
    assert given.send(body, key="other") == Report(0, 1, (), 0, "im_3")


def test_a_key_is_not_taken_for_another_body(given: Fixture) -> None:
    given.send(HEADER + row("ana"), key="k")
    with pytest.raises(Invalid, match="Idempotency-Key"):
        given.send(HEADER + row("ana", "v2"), key="k")
    assert len(given.captures("ana")) == 1
