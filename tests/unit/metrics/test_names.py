"""Who brought figures, and who withdrew them, by the names that they had then."""

from __future__ import annotations

from dataclasses import replace

from protos.callboard.common.v1 import parties_pb2 as names
from services.metrics.domain.audience import no_audience
from services.metrics.domain.imports import Import, ImporterKind, ImportState, withdraw
from services.metrics.domain.provenance import Actor
from services.metrics.rpc import audience_message
from services.metrics.rpc.imports import import_message
from tests.fakes.clock import START
from tests.unit.answering import check_answer

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
    withdrawn = import_message(withdraw(record, Actor("op_1", "operator", name="Ops")))
    assert withdrawn.withdrawn_by_actor.name == "Ops"
    check_answer(withdrawn)


def test_an_audience_names_who_brought_it_where_somebody_did() -> None:
    audience = replace(
        no_audience("cr_1"),
        captured_at=START,
        source="agency:ag_1",
        party_id="ag_1",
        party_name="North Talent",
    )
    assert audience_message(audience).importer == NORTH
    assert not audience_message(no_audience("cr_1")).HasField("importer")
