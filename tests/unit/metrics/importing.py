"""A store, a roster and a clock, with what is needed to import."""

from __future__ import annotations

from collections.abc import Iterator

from services.metrics.domain.commands import ImportSnapshots
from services.metrics.domain.imports import Import, Report
from services.metrics.domain.provenance import Actor
from services.metrics.domain.snapshots import EARLIEST, Snapshot
from services.metrics.handlers.accounts import refresh_due
from services.metrics.handlers.imports import Upload, import_snapshots
from services.metrics.parsing import Bounds
from services.metrics.roster import Creator
from tests.fakes.clock import START, FakeClock
from tests.fakes.invocations import Called
from tests.fakes.metrics import FakeRoster, FakeStore

HEADER = "creator,video,captured_at,followers,views\n"
ANA = Creator("cr_0198c0de", "ana")
BOB = Creator("cr_0298c0de", "bob")


class Fixture:
    """A store, a roster that knows two creators, and what is needed to import."""

    def __init__(self) -> None:
        self.store, self.clock, self.roster = FakeStore(), FakeClock(), FakeRoster(ANA, BOB)
        self.sent = self.received = 0

    def send(
        self,
        body: str | bytes | Iterator[bytes],
        kind: str = "operator",
        key: str = "",
        party: str = "pa_1",
        bounds: Bounds | None = None,
        person: str = "",
    ) -> Report:
        """Imports a CSV."""
        data = body.encode() if isinstance(body, str) else body

        def receive() -> Upload:
            self.received += 1
            return Upload("text/csv", iter([data]) if isinstance(data, bytes) else data)

        self.sent += 1
        return import_snapshots(
            self.store,
            self.clock,
            self.roster,
            ImportSnapshots(Actor(party, kind, "cl_1", person_id=person), f"im_{self.sent}"),
            Called(party, key, encode=lambda report: repr(report).encode()),
            receive=receive,
            bounds=bounds or Bounds(),
        )

    def record(self, number: int = 0) -> Import:
        """The record of an import, the last one where no number is given."""
        found = self.store.imports.get(f"im_{number or self.sent}")
        assert found
        return found

    def refresh(self) -> int:
        """What the worker does when an import is over."""
        self.clock.advance(seconds=5)
        return refresh_due(self.store, self.clock)

    def captures(self, account: str) -> list[Snapshot]:
        """What is stored of an account."""
        return list(self.store.captures(account, EARLIEST, START))


def row(creator: str, video: str = "v1", hour: int = 1, views: object = 5) -> str:
    """A row of a CSV."""
    return f"{creator},{video},2026-02-01T{hour:02}:00:00Z,100,{views}\n"
