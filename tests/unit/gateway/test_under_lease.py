"""Readings under a lease in force: answered on the event loop as they would be in a thread."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from protos.roster.v1 import roster_pb2
from services.gateway.endpoint import LARGEST_ON_LOOP
from services.shared.access import LEASE_SECONDS
from services.shared.client import AssertionRefused
from services.shared.errors import Unavailable
from tests.unit.gateway.support import Stage
from tests.unit.gateway.wire import LOOP, exchanged

CREATOR = "/v1/creators/cr_1"


class Paced:
    """A gateway with leases in force, whose roster answers readings on the event loop when it is told to."""

    def __init__(self, keys: Path, **settings: Any) -> None:
        self.stage = Stage(keys, **settings)
        self.begun, self.leave = 0, asyncio.Event()
        for party in ("agency_1", "agency_2"):
            assert self.stage.send("GET", CREATOR, party).status_code == 200
        self.stage.roster.read = self._read  # type: ignore[method-assign]

    async def _read(self, *_: Any, **__: Any) -> bytes:
        self.begun += 1
        await self.leave.wait()
        return roster_pb2.Creator(id="cr_1").SerializeToString()

    def ask(self, path: str = CREATOR, party: str = "agency_1") -> asyncio.Task[Any]:
        """A request that is under way; its result is the status."""
        return asyncio.create_task(exchanged(self.stage.front, path, self.stage.headers(party)))

    async def asked(self, number: int) -> None:
        """Waits until so many have come to roster."""
        while self.begun < number:
            await asyncio.sleep(0)


@pytest.fixture
def threads(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were answered in a thread."""
    taken: list[str] = []
    answer = stage.app.answer

    def noted(environ: dict[str, Any]) -> Any:
        taken.append(environ["PATH_INFO"])
        return answer(environ)

    monkeypatch.setattr(stage.app, "answer", noted)
    return taken


def test_only_what_nobody_has_to_be_asked_about_takes_no_thread(stage: Stage, threads: list[str]) -> None:
    rates = f"{CREATOR}/rate-card"
    for verb, path, party, takes_a_thread in (
        ("GET", CREATOR, "agency_1", True),
        ("GET", CREATOR, "agency_1", False),
        ("GET", CREATOR, "agency_2", True),
        ("GET", rates, "agency_1", True),
        ("GET", rates, "agency_1", False),
        ("HEAD", rates, "agency_1", True),
        ("DELETE", "/v1/roster/cr_1", "agency_1", True),
        ("GET", "/openapi.json", "agency_1", True),
        ("GET", "/v1/nowhere", "agency_1", True),
    ):
        before = len(threads)
        stage.send(verb, path, party)
        assert (len(threads) > before) is takes_a_thread, (verb, path)
    stage.clock.advance(seconds=LEASE_SECONDS)
    assert stage.send("GET", CREATOR).status_code == 200
    assert threads[-1] == CREATOR
    assert stage.roster.count("Authorize") == 5


def test_a_token_without_the_scope_is_refused_in_a_thread(stage: Stage, threads: list[str]) -> None:
    assert stage.send("GET", CREATOR).status_code == 200
    narrow = stage.headers(scopes=("marketplace.rates.read",))
    assert stage.http.get(CREATOR, headers=narrow).status_code == 403
    assert threads == [CREATOR] * 2


def test_what_is_not_believed_is_sent_again_under_a_fresh_lease(stage: Stage, threads: list[str]) -> None:
    assert stage.send("GET", CREATOR).status_code == 200
    answers: list[Any] = [AssertionRefused("It ran out."), roster_pb2.Creator(id="cr_1")]
    stage.roster.answers["GetCreator"] = lambda _: answers.pop(0)
    assert stage.send("GET", CREATOR).status_code == 200
    assert threads == [CREATOR] * 2
    assert stage.roster.count("Authorize") == 2


def test_an_error_is_told_and_nothing_is_named_as_read(stage: Stage) -> None:
    assert stage.send("GET", CREATOR).status_code == 200
    stage.app.readings.flush()
    stage.roster.answers["GetCreator"] = Unavailable("Roster is out of reach.")
    response = stage.send("GET", CREATOR)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    count = stage.roster.count("RecordReadings")
    stage.app.readings.flush()
    assert stage.roster.count("RecordReadings") == count


@pytest.mark.parametrize("large", [False, True])
def test_what_takes_long_to_render_is_rendered_in_a_thread(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    name = "x" * (LARGEST_ON_LOOP if large else 1)
    stage.roster.answers["GetCreator"] = roster_pb2.Creator(id="cr_1", display_name=name)
    seen: list[threading.Thread] = []
    note = stage.app.readings.note

    def noted(*given: Any) -> None:
        seen.append(threading.current_thread())
        note(*given)

    monkeypatch.setattr(stage.app.readings, "note", noted)
    responses = [stage.send("GET", CREATOR) for _ in range(2)]
    assert [each.json["display_name"] for each in responses] == [name, name]
    assert (seen[1] is threading.main_thread()) is not large


def test_a_slow_service_holds_up_nobody_else(keys: Path) -> None:
    paced = Paced(keys, threads=4, patience_seconds=0.05)

    async def scene() -> None:
        held = [paced.ask() for _ in range(2)]
        await paced.asked(2)
        # Its share is taken, the others' is not, and the event loop turns.
        assert await paced.ask() == 429
        assert await paced.ask("/healthz") == 200
        others = [paced.ask(party="agency_2") for _ in range(2)]
        await paced.asked(4)
        paced.leave.set()
        assert await asyncio.gather(*held, *others) == [200] * 4

    LOOP.run_until_complete(scene())


def test_whoever_goes_away_gives_his_slot_back(keys: Path) -> None:
    paced = Paced(keys, threads=2, patience_seconds=0)

    async def scene() -> None:
        gone = paced.ask()
        await paced.asked(1)
        assert await paced.ask() == 429
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        paced.leave.set()
        assert await paced.ask() == 200

    LOOP.run_until_complete(scene())


def test_what_is_under_way_when_the_gateway_drains_is_answered(keys: Path) -> None:
    paced = Paced(keys)

    async def scene() -> None:
        asked = paced.ask()
        await paced.asked(1)
        paced.stage.shared.drain(5)
        assert await paced.ask("/readyz/self") == 503
        paced.leave.set()
        assert await asked == 200

    LOOP.run_until_complete(scene())
