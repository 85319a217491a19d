"""The service as it runs: gRPC, assertions and access rules on a real store; only roster is stood in for."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.api.httpbody_pb2 import HttpBody
from google.protobuf.json_format import ParseDict

from protos.callboard.access.v1 import access_pb2
from protos.metrics.v1 import metrics_pb2 as pb
from protos.roster.v1 import roster_pb2, roster_pb2_grpc
from services.metrics.config import Settings
from services.metrics.roster import RosterClient
from services.metrics.rpc import registrations
from services.metrics.store import MongoStore
from services.shared.access import Identity
from services.shared.assertions import assertion_verifier
from services.shared.client import Client
from services.shared.clock import SystemClock
from services.shared.errors import Conflict, Forbidden, Invalid, Malformed, NotFound, UnsupportedMedia
from services.shared.rpc import build_server
from services.shared.tokens import Signer
from services.shared.wire import UPLOAD_ENDS

pytestmark = pytest.mark.real

IMPORT = frozenset({"marketplace.metrics.import"})
SCOPES = IMPORT | {"marketplace.metrics.read", "marketplace.audience.read"}
OPERATOR = Identity("gateway", "op_1", "operator", token_scopes=SCOPES)
CREATOR = Identity("gateway", "cr_1", "creator", token_scopes=SCOPES)
AGENCY = Identity("gateway", "ag_1", "agency", client_id="cl_a", token_scopes=IMPORT)

HEADER = b"creator,video,captured_at,posted_at,followers,views,likes,comments,shares\n"
ROWS = b"".join(
    b"ana,v%02d,2026-02-01T10:00:00Z,2026-01-%02dT00:00:00Z,500,%d,5,3,2\n" % (n, n, n * 100)
    for n in range(1, 13)
)


class StandIn(roster_pb2_grpc.AccessServiceServicer):
    """Roster, as far as metrics asks it: Ana has delegated the import to the agency, Bob has not."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def ResolveParties(self, request: Any, _: Any) -> Any:
        known = [("cr_1", "ana"), ("cr_2", "bob")]
        found = [(i, h) for i, h in known if i in request.ids or h in request.handles]
        kind = access_pb2.PARTY_KIND_CREATOR
        parties = [roster_pb2.Party(id=i, kind=kind, handle=h) for i, h in found]
        return roster_pb2.ResolvePartiesResponse(parties=parties)

    def AuthorizeImport(self, request: Any, _: Any) -> Any:
        self.asked.append(request)
        answers = [self._answer(each.creator_id) for each in request.questions]
        return roster_pb2.AuthorizeImportResponse(allowed=True, answers=answers)

    def _answer(self, creator_id: str) -> Any:
        if creator_id != "cr_1":
            return roster_pb2.ImportAnswer(creator_id=creator_id)
        return roster_pb2.ImportAnswer(
            creator_id=creator_id, allowed=True, delegation_id="dg_1", delegation_version=2
        )


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key pair for each issuer."""
    folder = tmp_path_factory.mktemp("keys")
    encoding, raw = serialization.Encoding.PEM, serialization.NoEncryption()
    for issuer in ("gateway", "metrics"):
        key = Ed25519PrivateKey.generate()
        private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, raw)
        (folder / f"{issuer}.pem").write_bytes(private)
        public = key.public_key().public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)
        (folder / f"{issuer}.pub.pem").write_bytes(public)
    return folder


class Api:
    """Calls the service as the gateway does."""

    def __init__(self, keys: Path, store: MongoStore) -> None:
        clock, self.stand_in = SystemClock(), StandIn()
        settings = Settings(
            mongo_uri="mongodb://unused",
            nats_url="nats://unused",
            signing_key_file=keys / "metrics.pem",
            trusted_keys_dir=keys,
            roster_target="unused",
        )
        add = (roster_pb2_grpc.add_AccessServiceServicer_to_server, self.stand_in)
        roster = build_server(settings, [roster_pb2], [add], assertion_verifier("roster", keys, clock))
        port = roster.add_insecure_port("127.0.0.1:0")
        asks = RosterClient(
            Client("roster", f"127.0.0.1:{port}", Signer("metrics", keys / "metrics.pem", clock))
        )
        verifier = assertion_verifier("metrics", keys, clock)
        server = build_server(settings, [pb], registrations(store, clock, asks, settings), verifier)
        port = server.add_insecure_port("127.0.0.1:0")
        self.servers = (roster, server)
        for each in self.servers:
            each.start()
        self.client = Client("metrics", f"127.0.0.1:{port}", Signer("gateway", keys / "gateway.pem", clock))

    def call(self, method: str, who: Identity = CREATOR, key: str = "", **fields: Any) -> Any:
        """The answer of an RPC."""
        services = pb.DESCRIPTOR.services_by_name.values()
        described = next(each.methods_by_name[method] for each in services if method in each.methods_by_name)
        if state := fields.get("state"):
            fields["state"] = f"IMPORT_STATE_{state.upper()}"
        request = ParseDict(fields, getattr(pb, described.input_type.name)())
        return self.client.call(described, request, identity=who, idempotency_key=key)

    def send(
        self,
        data: bytes,
        kind: str = "text/csv",
        who: Identity = OPERATOR,
        key: str = "",
        *,
        whole: bool = True,
    ) -> Any:
        """Uploads a file in small pieces; only the first names the type, and one more tells of the end."""
        described = pb.DESCRIPTOR.services_by_name["ImportService"].methods_by_name["ImportSnapshots"]
        pieces = [data[at : at + 100] for at in range(0, len(data), 100)]
        bodies = [HttpBody(content_type="" if n else kind, data=piece) for n, piece in enumerate(pieces)]
        bodies += [HttpBody(content_type=UPLOAD_ENDS)] if whole else []
        return self.client.call(
            described, iter(bodies), identity=who, idempotency_key=key, request_id="rq_9", timeout=30
        )


@pytest.fixture(scope="module")
def api(keys: Path, store: MongoStore) -> Iterator[Api]:
    """A running service with Ana's twelve videos in it."""
    running = Api(keys, store)
    report = running.send(gzip.compress(HEADER + ROWS))
    assert (report.accepted, report.duplicates, report.rejected_total) == (12, 0, 0)
    yield running
    for server in running.servers:
        server.stop(None)


def test_the_metrics_follow_an_import_at_once(api: Api) -> None:
    found = api.call("GetMetrics", creator_id="cr_1")
    assert found.average_views.value == 650
    assert found.engagement_rate.value == pytest.approx(120 / 7800)
    assert (found.videos.value, found.followers.value) == (12, 500)
    assert found.average_views.window.kind == pb.WINDOW_KIND_LAST_30_VIDEOS
    assert not found.completion_rate.HasField("value")
    assert found.completion_rate.reason
    more = api.send(HEADER + b"cr_1,v13,2026-02-01T11:00:00Z,,,0,0,0,0\n")
    assert more.accepted == 1
    assert api.call("GetMetrics", creator_id="cr_1").videos.value == 13


def test_a_window_of_days(api: Api) -> None:
    found = api.call("GetMetrics", creator_id="cr_1", window_days=23)
    assert (found.average_views.window.kind, found.average_views.window.days) == (pb.WINDOW_KIND_DAYS, 23)
    assert found.average_views.sample_size == 3
    with pytest.raises(Invalid):
        api.call("GetMetrics", creator_id="cr_1", window_days=0)


def test_a_series(api: Api) -> None:
    span: dict[str, Any] = {"from": "2026-01-31", "to": "2026-02-02"}
    found = api.call("GetSeries", creator_id="cr_1", metric="SERIES_METRIC_FOLLOWERS", **span)
    assert [point.date for point in found.points] == ["2026-01-31", "2026-02-01", "2026-02-02"]
    assert [point.HasField("value") for point in found.points] == [False, True, False]
    with pytest.raises(Invalid):
        api.call("GetSeries", creator_id="cr_1", **span)


def test_videos_page_by_page(api: Api) -> None:
    sorted_: dict[str, Any] = {"creator_id": "cr_1", "sort": "VIDEO_SORT_VIEWS_DESCENDING", "page_size": 5}
    first = api.call("ListVideos", **sorted_)
    second = api.call("ListVideos", **sorted_, cursor=first.next_cursor)
    assert [video.views for video in (*first.items, *second.items)] == list(range(1200, 200, -100))
    with pytest.raises(Invalid):
        api.call("ListVideos", creator_id="cr_1", sort="VIDEO_SORT_VIEWS", cursor=first.next_cursor)
    with pytest.raises(Invalid):
        api.call("ListVideos", creator_id="cr_1", page_size=0)


def test_an_agency_imports_for_those_who_let_it(api: Api) -> None:
    rows = b"ana,w1,2026-02-03T00:00:00Z,,,,,,\nbob,w1,2026-02-03T00:00:00Z,,,,,,\n"
    report = api.send(HEADER + rows, who=AGENCY)
    assert (report.accepted, report.rejected_total, report.rejected[0].line) == (1, 1, 3)
    first, asked = api.stand_in.asked[-2:]
    assert (asked.party_id, asked.client_id, asked.request_id) == ("ag_1", "cl_a", "rq_9")
    assert (asked.party_kind, asked.import_id) == (access_pb2.PARTY_KIND_AGENCY, report.import_id)
    assert list(first.questions) == []
    assert sorted(each.creator_id for each in asked.questions) == ["cr_1", "cr_2"]
    assert not any(each.HasField("last") for each in asked.questions)
    made = api.call("GetImport", AGENCY, import_id=report.import_id)
    assert (made.source, made.party_kind) == ("agency:ag_1", access_pb2.PARTY_KIND_AGENCY)
    assert (made.state, made.accepted, made.rejected_total) == (pb.IMPORT_STATE_FINISHED, 1, 1)


def test_imports_are_listed_and_withdrawn(api: Api) -> None:
    rows = b"cr_2,x1,2026-02-03T00:00:00Z,,,,,,\n"
    own = api.send(HEADER + rows.replace(b"cr_2", b"cr_1"), who=AGENCY).import_id
    others = api.send(HEADER + rows).import_id
    listed = [each.id for each in api.call("ListImports", AGENCY).items]
    assert (own in listed, others in listed) == (True, False)
    first = api.call("ListImports", OPERATOR, page_size=1)
    second = api.call("ListImports", OPERATOR, page_size=1, cursor=first.next_cursor)
    assert [each.id for each in (*first.items, *second.items)] == [others, own]
    for method in ("GetImport", "WithdrawImport"):
        with pytest.raises(NotFound):
            api.call(method, AGENCY, import_id=others)
        with pytest.raises(Forbidden):
            api.call(method, CREATOR, import_id=others)
    withdrawn = api.call("WithdrawImport", OPERATOR, key="w", import_id=own)
    assert (withdrawn.state, withdrawn.withdrawn_by) == (pb.IMPORT_STATE_WITHDRAWING, "op_1")
    assert api.call("WithdrawImport", OPERATOR, key="w", import_id=own) == withdrawn
    assert api.call("WithdrawImport", AGENCY, import_id=own) == withdrawn
    assert [each.id for each in api.call("ListImports", AGENCY, state="withdrawing").items] == [own]


def test_a_creator_may_not_import(api: Api) -> None:
    with pytest.raises(Forbidden):
        api.send(HEADER, who=CREATOR)


def test_an_import_that_is_repeated_under_its_key(api: Api) -> None:
    body = HEADER + b"bob,k1,2026-02-03T00:00:00Z,,,,,,\nbob,k2,soon,,,,,,\n"
    first = api.send(body, key="k")
    assert (first.accepted, first.rejected_total) == (1, 1)
    assert api.send(body, key="k") == first
    with pytest.raises(Invalid):
        api.send(body + b"bob,k3,2026-02-03T00:00:00Z,,,,,,\n", key="k")


def test_uploads_that_are_refused_as_a_whole(api: Api) -> None:
    with pytest.raises(UnsupportedMedia):
        api.send(b"x", kind="text/plain")
    with pytest.raises(Invalid):
        api.send(b"creator,views\nana,5\n")


def test_a_stream_that_ends_without_a_word_was_no_whole_upload(api: Api) -> None:
    """As a cancelled one may look from here."""
    with pytest.raises(Malformed):
        api.send(HEADER + b"bob,w1,2026-02-03T00:00:00Z,,,,,,\n", whole=False)
    newest = api.call("ListImports", OPERATOR, page_size=1).items[0]
    assert newest.state == pb.IMPORT_STATE_BROKEN_OFF


def test_an_audience(api: Api) -> None:
    assert api.call("GetAudience", creator_id="cr_1").reason == "no data"
    given: dict[str, Any] = {
        "creator_id": "cr_1",
        "captured_at": "2026-02-01T00:00:00Z",
        "note": "demo",
        "dimensions": {"gender": [{"bucket": "GENDER_FEMALE", "share": 0.75}]},
    }
    kept = api.call("CreateAudience", OPERATOR, key="a", **given)
    assert api.call("CreateAudience", OPERATOR, key="a", **given) == kept
    assert api.call("GetAudience", creator_id="cr_1") == kept
    with pytest.raises(Conflict):
        api.call("CreateAudience", OPERATOR, **given)
    with pytest.raises(NotFound):
        api.call("CreateAudience", OPERATOR, **(given | {"creator_id": "cr_9"}))


def test_another_creators_figures_do_not_exist(api: Api) -> None:
    with pytest.raises(NotFound):
        api.call("GetMetrics", creator_id="cr_2")
    with pytest.raises(Forbidden):
        api.call("GetMetrics", Identity("gateway", "cr_1", "creator"), creator_id="cr_1")
