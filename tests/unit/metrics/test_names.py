"""Who brought figures, and who withdrew them, by the names that they had then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from protos.callboard.common.v1 import parties_pb2 as names
from protos.metrics.v1 import metrics_pb2 as pb
from protos.roster.v1 import events_pb2
from services.metrics.consumes import consumers
from services.metrics.domain.audience import no_audience
from services.metrics.domain.imports import Import, ImporterKind, ImportState, withdraw
from services.metrics.domain.provenance import Actor
from services.metrics.roster import Creator
from services.metrics.rpc import MetricsRpc
from services.metrics.rpc.imports import import_message
from services.shared.commands import Commit
from services.shared.events import Received
from tests.fakes.clock import START
from tests.fakes.metrics import FakeRoster
from tests.unit.answering import check_answer
from tests.unit.metrics.importing import Fixture

NORTH = names.ActorRef(id="ag_1", kind=names.ACTOR_KIND_AGENCY, name="North Talent")


def test_an_import_names_who_brought_and_who_withdrew_it() -> None:
    record = Import(
        "im_1",
        1,
        ImportState.FINISHED,
        "ag_1",
        ImporterKind.AGENCY,
        "cl_1",
        "agency:ag_1",
        START,
        START,
        party_name="North Talent",
    )
    shown = import_message(record)
    assert (shown.party, shown.HasField("withdrawn_by_actor")) == (NORTH, False)
    withdrawn = import_message(withdraw(record, Actor("op_1", "operator", name="Ops"), START))
    assert withdrawn.withdrawn_by_actor.name == "Ops"
    check_answer(withdrawn)


@pytest.fixture
def given() -> Fixture:
    """A store and a roster that knows one creator by name."""
    made = Fixture()
    made.roster = FakeRoster(Creator("cr_1", "ana", "Ana", 3))
    return made


def servicer(given: Fixture) -> Any:
    """What answers readings."""
    return MetricsRpc(given.store, given.clock, given.roster)


def test_an_audience_names_who_brought_it_where_somebody_did(given: Fixture) -> None:
    asked = pb.GetAudienceRequest(creator_id="cr_1")
    assert not servicer(given).GetAudience(asked, None).HasField("importer")
    brought = replace(
        no_audience("cr_1"),
        id="au_1",
        captured_at=START,
        source="agency:ag_1",
        strength=1,
        party_id="ag_1",
        party_name="North Talent",
    )
    given.store.audiences.insert(brought, Commit())
    assert servicer(given).GetAudience(asked, None).importer == NORTH


def test_figures_name_their_creator_as_she_is_called_now(given: Fixture) -> None:
    rpc = servicer(given)
    asked = pb.GetMetricsRequest(creator_id="cr_1")
    assert rpc.GetMetrics(asked, None).creator == names.CreatorRef(
        id="cr_1", handle="ana", display_name="Ana"
    )
    _, row = consumers(given.store, given.clock)
    _, handler = row.handler_for("roster.v1.ProfileChanged.cr_1") or (None, None)
    assert handler
    for name, version in (("Ana Cooks", 5), ("Anna", 4)):
        said = events_pb2.ProfileChanged(creator_id="cr_1", handle="ana", display_name=name, version=version)
        handler(Received(said, "roster.v1.ProfileChanged", "ev_1", "cr_1", version, "", "", ""))
    given.clock.advance(seconds=1)
    series = pb.GetSeriesRequest(creator_id="cr_1", metric=pb.SERIES_METRIC_VIEWS)
    assert rpc.GetMetrics(asked, None).creator.display_name == "Ana Cooks"
    assert rpc.GetSeries(series, None).creator.display_name == "Ana Cooks"
