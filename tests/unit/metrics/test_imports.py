"""The import as a use case: batches, who may import whom, duplicates, repetition."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from services.metrics.domain.imports import MOST_REJECTED, Report
from services.metrics.domain.snapshots import EARLIEST, Snapshot
from services.metrics.handlers import imports
from services.metrics.handlers.accounts import link, refresh_due
from services.metrics.handlers.imports import import_snapshots
from services.metrics.roster import Creator, Importer
from services.shared.access import Identity
from services.shared.commands import Command, Replayed
from services.shared.errors import Invalid, Malformed, Unavailable
from tests.fakes.clock import START, FakeClock
from tests.fakes.metrics import FakeRoster, FakeStore

HEADER = "creator,video,captured_at,followers,views\n"
ANA = Creator("cr_0198c0de", "ana")
BOB = Creator("cr_0298c0de", "bob")


class Fixture:
    """A store, a roster that knows two creators, and what is needed to import."""

    def __init__(self) -> None:
        self.store, self.clock, self.roster = FakeStore(), FakeClock(), FakeRoster(ANA, BOB)

    def send(self, body: str | bytes | Iterator[bytes], kind: str = "operator", key: str = "") -> Report:
        """Imports a CSV."""
        data = body.encode() if isinstance(body, str) else body
        identity = Identity("gateway", "pa_1", kind, "cl_1", frozenset({"marketplace.metrics.import"}))
        return import_snapshots(
            self.store,  # type: ignore[arg-type]
            self.clock,
            self.roster,
            importer=Importer(identity, "metrics.v1.ImportService/ImportSnapshots", "/v1/x", "rq_1"),
            content_type="text/csv",
            chunks=iter([data]) if isinstance(data, bytes) else data,
            command=Command(actor="pa_1", key=key, encode=lambda report: repr(report).encode()),
        )

    def refresh(self) -> int:
        """What the worker does when an import is over."""
        self.clock.advance(seconds=5)
        return refresh_due(self.store, self.clock)  # type: ignore[arg-type]

    def captures(self, account: str) -> list[Snapshot]:
        """What is stored of an account."""
        return list(self.store.captures(account, EARLIEST, START))


@pytest.fixture
def given() -> Fixture:
    """Everything empty."""
    return Fixture()


def row(creator: str, video: str = "v1", hour: int = 1, views: object = 5) -> str:
    """A row of a CSV."""
    return f"{creator},{video},2026-02-01T{hour:02}:00:00Z,100,{views}\n"


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
    assert given.send(body) == Report(2, 1, (), 0)
    assert given.send(gzip.compress(body.encode())) == Report(0, 3, (), 0)
    assert len(given.captures("ana")) == 2


def test_an_operator_may_name_unknown_handles_but_not_unknown_ids(given: Fixture) -> None:
    report = given.send(HEADER + row("new") + row(ANA.id) + row("cr_unknown") + row(BOB.id.upper()))
    assert report.accepted == 3
    assert [(bad.line, bad.message) for bad in report.rejected] == [
        (4, "creator: there is no creator with this id")
    ]
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
    assert sorted(given.roster.asked) == [ANA.id, BOB.id]


def test_a_creator_is_asked_about_once_in_many_batches(given: Fixture, monkeypatch: Any) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    given.roster.importable = {ANA.id}
    report = given.send(HEADER + "".join(row("ana", f"v{n}") for n in range(9)), kind="agency")
    assert report.accepted == 9
    assert given.roster.asked == [ANA.id]


def test_without_roster_nothing_of_an_agency_is_taken_in(given: Fixture) -> None:
    given.roster.reachable = False
    with pytest.raises(Unavailable):
        given.send(HEADER + row("ana"), kind="agency")
    assert given.captures("ana") == []


def test_the_newest_capture_of_a_video_wins_across_batches(given: Fixture, monkeypatch: Any) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    link(given.store, given.clock, creator_id=ANA.id, handle="ana")  # type: ignore[arg-type]
    for hours in ([3, 9, 1], [7, 5], [11], [2]):
        given.send(HEADER + "".join(row("ana", f"v{n}", h, views=h) for h in hours for n in range(4)))
        given.refresh()
    assert [video.views for video in given.store.last_videos("ana", 9)] == [11] * 4


def test_known_rows_repair_what_a_crash_left_out(given: Fixture) -> None:
    link(given.store, given.clock, creator_id=ANA.id, handle="ana")  # type: ignore[arg-type]
    given.refresh()
    snapshot = Snapshot("ana", "v1", datetime(2026, 2, 1, 1, tzinfo=UTC), None, 100, views=5)
    given.store.add_snapshots([snapshot])
    assert given.refresh() == 0
    assert given.send(HEADER + row("ana")) == Report(0, 1, (), 0)
    assert given.refresh() == 1
    assert given.store.last_videos("ana", 9) == [snapshot]


def test_what_was_read_before_the_upload_broke_off_is_kept(given: Fixture, monkeypatch: Any) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)

    def broken() -> Iterator[bytes]:
        yield (HEADER + "".join(row("ana", f"v{n}") for n in range(5000))).encode()
        raise Malformed("The upload broke off; send it again.")

    with pytest.raises(Malformed):
        given.send(broken())
    assert 0 < len(given.captures("ana")) <= 5000


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
    assert given.send(body, key="other") == Report(0, 1, (), 0)


def test_a_key_is_not_taken_for_another_body(given: Fixture) -> None:
    given.send(HEADER + row("ana"), key="k")
    with pytest.raises(Invalid, match="Idempotency-Key"):
        given.send(HEADER + row("ana", "v2"), key="k")
    assert len(given.captures("ana")) == 1
