"""What ends an import, or a part of it, while it runs: grants, clients, withdrawal, failures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from services.metrics.domain.imports import ImportState
from services.metrics.handlers import intake, writing
from services.metrics.handlers.creators import REFUSED
from services.metrics.handlers.running import SURE_SECONDS
from services.metrics.handlers.withdrawals import tidy
from services.shared.access import LEASE_SECONDS
from services.shared.commands import Commit
from services.shared.errors import Conflict, Unavailable
from tests.e2e.waiting import eventually
from tests.unit.metrics.importing import ANA, BOB, HEADER, Fixture, row


@pytest.fixture
def given() -> Fixture:
    """Everything empty."""
    return Fixture()


def by_twos(given: Fixture, monkeypatch: Any, meanwhile: Any) -> Iterator[bytes]:
    """A CSV of nine rows, two a batch; when four are stored and one more is read, `meanwhile` happens."""
    monkeypatch.setattr(intake, "BATCH", 2)
    monkeypatch.setattr(intake, "FLUSH_SECONDS", 600)
    yield (HEADER + "".join(row("ana", f"v{n}") for n in range(5))).encode()
    assert eventually(lambda: len(given.store.rows) == 4)
    meanwhile()
    yield "".join(row("ana", f"v{n}") for n in range(5, 9)).encode()


def test_rows_after_a_revocation_are_rejected_by_line(given: Fixture, monkeypatch: Any) -> None:
    given.roster.importable = {ANA.id}

    def revoke() -> None:
        given.roster.importable = set()
        given.clock.advance(seconds=LEASE_SECONDS)

    report = given.send(by_twos(given, monkeypatch, revoke), kind="agency")
    assert [each.video for each in given.captures("ana")] == ["v0", "v1", "v2", "v3"]
    assert (report.accepted, [bad.line for bad in report.rejected]) == (4, [6, 7, 8, 9, 10])
    assert {bad.message for bad in report.rejected} == {REFUSED["agency"]}
    assert [answer.allowed for answer in given.roster.logged] == [True, False]
    assert given.record().state == "finished"


def test_a_removed_clients_rows_are_rejected(given: Fixture, monkeypatch: Any) -> None:
    def remove() -> None:
        given.roster.client_known = False
        given.clock.advance(seconds=LEASE_SECONDS)

    report = given.send(by_twos(given, monkeypatch, remove))
    assert (report.accepted, report.rejected_total) == (4, 5)


def test_a_write_that_outlasts_its_lease_is_taken_back_when_the_grant_has_ended(given: Fixture) -> None:
    given.roster.importable = {ANA.id, BOB.id}
    given.send(HEADER + row("ana", "v1"), kind="agency")
    add = given.store.add_snapshots

    def slowly(*arguments: Any) -> int:
        given.roster.importable = {BOB.id}
        given.clock.advance(seconds=LEASE_SECONDS)
        return add(*arguments)

    given.store.add_snapshots = slowly  # type: ignore[method-assign,assignment]
    report = given.send(HEADER + row("ana", "v1") + row("ana", "v2") + row("bob"), kind="agency")
    assert (report.accepted, report.duplicates, report.rejected_total) == (1, 0, 2)
    assert [each.video for each in given.captures("ana")] == ["v1"]
    assert len(given.captures("bob")) == 1


def test_a_slow_write_under_a_grant_that_still_holds_stays(given: Fixture) -> None:
    given.roster.importable = {ANA.id}
    add = given.store.add_snapshots

    def slowly(*arguments: Any) -> int:
        given.clock.advance(seconds=LEASE_SECONDS)
        return add(*arguments)

    given.store.add_snapshots = slowly  # type: ignore[method-assign,assignment]
    assert given.send(HEADER + row("ana"), kind="agency").accepted == 1
    assert len(given.roster.logged) == 1


def test_many_creators_are_written_in_parts(given: Fixture, monkeypatch: Any) -> None:
    monkeypatch.setattr(writing, "CREATORS_AT_ONCE", 1)
    given.roster.importable = {ANA.id, BOB.id}
    assert given.send(HEADER + row("ana") + row("bob") + row("ana", "v2"), kind="agency").accepted == 3
    assert given.record().settled == 2


def test_an_import_that_is_withdrawn_while_it_runs_ends(given: Fixture, monkeypatch: Any) -> None:
    def withdrawn() -> None:
        known = given.record()
        changed = replace(known, state=ImportState.WITHDRAWING, version=known.version + 1)
        assert given.store.imports.replace(changed, known.version, Commit())

    with pytest.raises(Conflict, match="withdrawn"):
        given.send(by_twos(given, monkeypatch, withdrawn))
    assert (given.record().state, given.record().ended_at) == ("withdrawing", given.clock.now())


def test_what_failed_midway_is_left_for_the_worker_to_discard(given: Fixture, monkeypatch: Any) -> None:
    add = given.store.add_snapshots

    def half(batch: Any, origins: Any) -> int:
        added = add(batch, origins)
        if "v5" in {each.video for each in batch}:
            raise Unavailable("The database is out of reach.")
        return added

    given.store.add_snapshots = half  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        given.send(by_twos(given, monkeypatch, lambda: None))
    assert (given.record().state, given.record().settled) == ("running", 2)
    assert len(given.captures("ana")) > 4
    given.clock.advance(seconds=59)
    assert tidy(given.store, given.clock) == 0
    given.clock.advance(seconds=2)
    while tidy(given.store, given.clock):
        continue
    assert [each.video for each in given.captures("ana")] == ["v0", "v1", "v2", "v3"]
    found = given.record()
    assert (found.state, found.accepted) == ("broken_off", 4)


def test_a_process_that_was_silent_for_too_long_writes_nothing_more(given: Fixture, monkeypatch: Any) -> None:
    beat = given.store.beat
    silent: list[Any] = []
    given.store.beat = lambda *asked: beat(*asked) if not silent else 1 / 0  # type: ignore[method-assign,assignment]

    def freeze() -> None:
        silent.append(1)
        given.clock.advance(seconds=SURE_SECONDS)

    with pytest.raises(Unavailable):
        given.send(by_twos(given, monkeypatch, freeze))
    assert len(given.captures("ana")) == 4
