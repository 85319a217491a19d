"""Which imports a person sees, and withdraws, who is limited to some creators."""

from __future__ import annotations

from typing import Any

import pytest

from protos.callboard.access.v1 import access_pb2
from protos.metrics.v1 import metrics_pb2 as pb
from services.metrics.config import Settings
from services.metrics.domain.imports import ImportState
from services.metrics.rpc.imports import ImportRpc
from services.shared.access import Identity
from services.shared.calls import Call, serving
from services.shared.errors import NotFound
from tests.unit.asking import asked
from tests.unit.metrics.importing import ANA, HEADER, Fixture, row

ALL, OTHERS = ["im_3", "im_2", "im_1"], ["im_2", "im_3"]


@pytest.fixture
def given() -> Fixture:
    """Imports of an agency: by one person, by another, by a client; and one of another agency."""
    made = Fixture()
    made.roster.importable = {ANA.id}
    for party, person in (("ag_1", "pe_1"), ("ag_1", "pe_2"), ("ag_1", ""), ("ag_2", "pe_1")):
        made.send(HEADER + row("ana"), kind="agency", party=party, person=person)
    return made


def rpc_for(given: Fixture, person: str, *creators: str) -> Any:
    """The imports' RPCs, as somebody of the agency calls them, who is limited to these creators if any."""
    who = Identity("gateway", "ag_1", "agency", "cl_1", person_id=person, limited_to=frozenset(creators))
    ends_at = given.clock.monotonic() + 60
    serving.set(Call("metrics.v1.ImportService/WithdrawImport", who, "req-1", "", ends_at))
    return ImportRpc(given.store, given.clock, given.roster, Settings.model_construct(upload_threads=1))


def listed(rpc: Any) -> list[str]:
    return [each.id for each in rpc.ListImports(asked(pb.ListImportsRequest, {}), None).items]


def test_a_limited_person_sees_the_imports_that_she_has_made(given: Fixture) -> None:
    limited = rpc_for(given, "pe_1", ANA.id)
    assert listed(limited) == ["im_1"]
    assert limited.GetImport(pb.GetImportRequest(import_id="im_1"), None).id == "im_1"
    for other in (*OTHERS, "im_4"):
        with pytest.raises(NotFound):
            limited.GetImport(pb.GetImportRequest(import_id=other), None)


def test_a_limited_person_withdraws_no_import_of_others(given: Fixture) -> None:
    limited = rpc_for(given, "pe_1", ANA.id)
    for other in OTHERS:
        with pytest.raises(NotFound):
            limited.WithdrawImport(pb.WithdrawImportRequest(import_id=other), None)
        assert given.record(int(other[-1])).state is ImportState.FINISHED
    gone = limited.WithdrawImport(pb.WithdrawImportRequest(import_id="im_1"), None)
    assert gone.state == pb.IMPORT_STATE_WITHDRAWING


def test_everybody_else_of_the_agency_sees_all_of_it(given: Fixture) -> None:
    for person in ("pe_1", ""):
        seen = rpc_for(given, person)
        assert listed(seen) == ALL
        assert seen.GetImport(pb.GetImportRequest(import_id="im_2"), None).party_kind == (
            access_pb2.PARTY_KIND_AGENCY
        )
