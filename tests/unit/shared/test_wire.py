"""Errors cross gRPC intact."""

from __future__ import annotations

from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2

from protos.roster.v1 import roster_pb2 as pb
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import CLASSES_BY_KIND, Conflict, FieldError, Internal, Unavailable
from services.shared.wire import DETAILS_KEY, abort, code_of, error_from, number_of, request_digest

TRAILER_LIMIT = 8192
"""What gRPC accepts of trailers unless told otherwise."""


class Aborted(Exception):
    """What a context raises on abort."""


class Wire(grpc.RpcError):
    """A server's context and, at once, the error that its client meets."""

    def __init__(self, code: grpc.StatusCode | None = None) -> None:
        self._code, self.detail, self._trailers = code, "", ()

    def set_trailing_metadata(self, trailers: Any) -> None:
        self._trailers = trailers

    def abort(self, code: grpc.StatusCode, detail: str) -> None:
        self._code, self.detail = code, detail
        raise Aborted

    def trailing_metadata(self) -> Any:
        return self._trailers

    def code(self) -> grpc.StatusCode | None:
        return self._code


def crossed(error: Any) -> Any:
    wire = Wire()
    with pytest.raises(Aborted):
        abort(wire, error)
    assert wire.code() is grpc.StatusCode[error.grpc_code]
    return error_from(wire, "roster")


@pytest.mark.parametrize("kind", sorted(CLASSES_BY_KIND))
def test_every_kind_crosses_intact(kind: str) -> None:
    fields = [
        FieldError("terms.price", "must be ≥ 0", FieldCode.OUT_OF_RANGE),
        FieldError("name", "must not be empty", FieldCode.REQUIRED),
    ]
    error = CLASSES_BY_KIND[kind]("Something ünusual.", fields)
    there = crossed(error)
    assert (type(there), there.detail, there.errors) == (type(error), error.detail, error.errors)
    assert there.code == error.code
    assert crossed(CLASSES_BY_KIND[kind]("Bare.")).errors == ()


def test_any_client_can_read_the_details() -> None:
    wire = Wire()
    with pytest.raises(Aborted):
        abort(wire, CLASSES_BY_KIND["invalid"]("No.", [FieldError("a", "b", FieldCode.WRONG_TYPE)]))
    ((key, value),) = wire.trailing_metadata()
    status, info, bad = (
        status_pb2.Status.FromString(value),
        error_details_pb2.ErrorInfo(),
        error_details_pb2.BadRequest(),
    )
    assert key == DETAILS_KEY
    assert (status.code, status.message) == (grpc.StatusCode.INVALID_ARGUMENT.value[0], "No.")
    assert status.details[0].Unpack(info)
    assert status.details[1].Unpack(bad)
    assert (info.reason, info.domain) == ("invalid_input", "callboard")
    assert (bad.field_violations[0].field, bad.field_violations[0].reason) == ("a", "wrong_type")


@pytest.mark.parametrize("letter", ["x", "ü", "€", "𝄞", "\n"])
def test_an_error_of_any_size_fits_into_the_trailers(letter: str) -> None:
    fields = [FieldError(letter * 500, letter * 5000, FieldCode.TOO_LONG)] * 300
    error = CLASSES_BY_KIND["invalid"](letter * 100_000, fields)
    wire = Wire()
    with pytest.raises(Aborted):
        abort(wire, error)
    ((_, value),) = wire.trailing_metadata()
    percent_encoded = 3 * len(wire.detail.encode())
    assert percent_encoded + len(value) * 4 // 3 < TRAILER_LIMIT - 512
    there = error_from(wire, "roster")
    assert there.kind == "invalid"
    assert 1 < len(there.errors) < 300
    assert there.detail.endswith(f"{letter}…")


def test_a_code_crosses_with_its_kind() -> None:
    there = crossed(Conflict("The offer is declined.", code=ErrorCode.OFFER_CLOSED))
    assert (type(there), there.code) == (Conflict, ErrorCode.OFFER_CLOSED)


def test_every_code_has_its_number_in_the_contract() -> None:
    assert [code_of(number_of(code)) for code in ErrorCode] == list(ErrorCode)
    assert (code_of(0), code_of(9_999)) == (None, None)


def test_an_unknown_code_of_a_newer_server_keeps_its_kind() -> None:
    status = status_pb2.Status(code=10, message="New.")
    info = error_details_pb2.ErrorInfo(reason="brand_new", metadata={"kind": "conflict"})
    bad = error_details_pb2.BadRequest()
    bad.field_violations.add(field="a", description="b", reason="brand_new")
    status.details.add().Pack(info)
    status.details.add().Pack(bad)
    wire = Wire(grpc.StatusCode.ABORTED)
    wire.set_trailing_metadata(((DETAILS_KEY, status.SerializeToString()),))
    there = error_from(wire, "roster")
    assert (type(there), there.code) == (Conflict, ErrorCode.CONFLICT)
    assert there.errors == (FieldError("a", "b", FieldCode.NOT_ALLOWED),)


def test_an_unknown_kind_of_a_newer_server_is_internal() -> None:
    status = status_pb2.Status(code=2, message="New.")
    status.details.add().Pack(error_details_pb2.ErrorInfo(reason="brand_new"))
    wire = Wire(grpc.StatusCode.UNKNOWN)
    wire.set_trailing_metadata(((DETAILS_KEY, status.SerializeToString()),))
    assert isinstance(error_from(wire, "roster"), Internal)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (grpc.StatusCode.UNAVAILABLE, Unavailable),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, Unavailable),
        (grpc.StatusCode.DEADLINE_EXCEEDED, Unavailable),
        (grpc.StatusCode.CANCELLED, Unavailable),
        (grpc.StatusCode.UNIMPLEMENTED, Internal),
        (grpc.StatusCode.UNKNOWN, Internal),
    ],
)
def test_a_service_that_could_not_answer(code: grpc.StatusCode, kind: type[Exception]) -> None:
    error = error_from(Wire(code), "roster")
    assert type(error) is kind
    assert "roster" in error.detail


def test_equal_requests_have_equal_digests() -> None:
    one = pb.CreateAgencyRequest(name="A", country="US")
    assert request_digest(one) == request_digest(pb.CreateAgencyRequest(country="US", name="A"))
    assert request_digest(one) != request_digest(pb.CreateAgencyRequest(name="A", country="DE"))
