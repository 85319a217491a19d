"""Uploads: passed on in pieces, never held."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from protos.metrics.v1 import metrics_pb2
from services.gateway import bodies
from services.gateway.front.bodies import DRAINED_BYTES
from services.shared.errors import CallboardError, Internal, UnsupportedMedia
from services.shared.wire import UPLOAD_ENDS
from tests.unit.gateway.support import Stage

PATH = "/v1/metrics/snapshots"
LARGE = (8 << 20) + 5


class Body(io.RawIOBase):
    """A body that counts what was read of it, and may break off."""

    def __init__(self, size: int, breaks_at: int | None = None) -> None:
        self.size, self.given, self.largest, self.breaks_at = size, 0, 0, breaks_at

    def read(self, size: int = -1) -> bytes:
        if self.breaks_at is not None and self.given >= self.breaks_at:
            raise ConnectionResetError("gone")
        self.largest = max(self.largest, size if size >= 0 else self.size)
        piece = b"x" * min(size, self.size - self.given)
        self.given += len(piece)
        return piece


def count(pieces: Iterator[Any]) -> metrics_pb2.ImportReport:
    """A service that reads everything."""
    return metrics_pb2.ImportReport(accepted=sum(len(piece.data) for piece in pieces))


def upload(stage: Stage, body: Any, length: int | None = None, **more: Any) -> Any:
    """Sends a body of that length, chunked where the length is not said."""
    sized = {"CONTENT_LENGTH": str(length)} if length is not None else {"CONTENT_LENGTH": ""}
    overrides = {"wsgi.input": body, "wsgi.input_terminated": True, **sized}
    if length is None:
        overrides["HTTP_TRANSFER_ENCODING"] = "chunked"
    more = {"content_type": "text/csv", **more}
    return stage.send("POST", PATH, environ_overrides=overrides, **more)


def test_a_body_far_over_the_limit_goes_through_in_pieces(stage: Stage) -> None:
    seen: list[tuple[str, int]] = []

    def read(pieces: Iterator[Any]) -> metrics_pb2.ImportReport:
        seen.extend((piece.content_type, len(piece.data)) for piece in pieces)
        return metrics_pb2.ImportReport(accepted=len(seen))

    stage.metrics.answers["ImportSnapshots"] = read
    size = 24 << 20 | 1
    body = Body(size)
    response = upload(stage, body, size)
    assert (response.status_code, response.json["accepted"]) == (200, 98)
    assert (seen[0], seen[-1]) == (("text/csv", bodies.PIECE), (UPLOAD_ENDS, 0))
    assert {kind for kind, _ in seen[1:-1]} == {""}
    assert sum(length for _, length in seen) == size
    assert body.largest == bodies.PIECE
    call = stage.metrics.last("ImportSnapshots")
    assert call.timeout == 3600
    assert call.idempotency_key


def test_a_chunked_body_goes_through_as_well(stage: Stage) -> None:
    stage.metrics.answers["ImportSnapshots"] = count
    assert upload(stage, Body(LARGE)).json["accepted"] == LARGE


def test_an_empty_body_still_says_its_type(stage: Stage) -> None:
    seen: list[Any] = []
    stage.metrics.answers["ImportSnapshots"] = seen.extend
    assert upload(stage, Body(0), 0, content_type="application/x-ndjson").status_code == 200
    assert [each.content_type for each in seen] == ["application/x-ndjson", UPLOAD_ENDS]
    assert {each.data for each in seen} == {b""}


def test_a_service_may_answer_before_it_has_read_everything(stage: Stage) -> None:
    def refuse(pieces: Iterator[Any]) -> CallboardError:
        next(pieces)
        return UnsupportedMedia("It must be CSV.")

    stage.metrics.answers["ImportSnapshots"] = refuse
    body = Body(4 * bodies.PIECE)
    response = upload(stage, body, body.size, content_type="image/png")
    assert (response.status_code, response.json["detail"]) == (415, "It must be CSV.")
    assert body.given == body.size


def test_a_service_may_answer_while_the_client_is_still_sending(stage: Stage) -> None:
    class Slow(Body):
        def read(self, size: int = -1) -> bytes:
            time.sleep(0.01)
            return super().read(size)

    def refuse(pieces: Iterator[Any]) -> CallboardError:
        threading.Thread(target=list, args=(pieces,)).start()
        time.sleep(0.005)
        return UnsupportedMedia("It must be CSV.")

    stage.metrics.answers["ImportSnapshots"] = refuse
    body = Slow(4 * bodies.PIECE)
    response = upload(stage, body, body.size)
    assert (response.status_code, response.json["detail"]) == (415, "It must be CSV.")
    assert body.given == body.size


def test_what_is_drained_is_bounded(stage: Stage) -> None:
    stage.metrics.answers["ImportSnapshots"] = UnsupportedMedia("It must be CSV.")
    body = Body(10 * DRAINED_BYTES)
    assert upload(stage, body, body.size).status_code == 415
    assert body.given == DRAINED_BYTES


@pytest.mark.parametrize("breaks_at", [0, bodies.PIECE, None])
def test_a_body_that_breaks_off_is_malformed_and_ends_the_call(stage: Stage, breaks_at: int | None) -> None:
    ended = []

    def read(pieces: Iterator[Any]) -> Any:
        try:
            return count(pieces)
        except CallboardError:
            ended.append(True)
            return Internal("The metrics service failed.")

    stage.metrics.answers["ImportSnapshots"] = read
    response = upload(stage, Body(2 * bodies.PIECE, breaks_at), 3 * bodies.PIECE)
    assert (response.status_code, response.json["detail"]) == (400, "The body did not arrive whole.")
    assert ended


def test_nothing_is_passed_on_after_the_end(stage: Stage) -> None:
    kept: list[Iterator[Any]] = []
    stage.metrics.answers["ImportSnapshots"] = kept.append
    assert upload(stage, Body(bodies.PIECE), bodies.PIECE).status_code == 200
    # Not even word of the end, which would make a whole upload of one that was given up.
    assert list(kept[0]) == []


def test_an_upload_takes_no_query_and_needs_the_right_party(stage: Stage) -> None:
    assert stage.send("POST", f"{PATH}?content_type=text/csv").status_code == 422
    assert stage.send("POST", PATH, "creator_1").status_code == 403
    assert not stage.metrics.calls
