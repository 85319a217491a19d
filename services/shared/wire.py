"""What travels beside a message: metadata keys, and errors that cross gRPC intact.

An error becomes the standard `google.rpc.Status` with `ErrorInfo` (code and kind) and `BadRequest` (the
fields) in the trailer `grpc-status-details-bin`, so that any gRPC client can read it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from protos.callboard.errors.v1 import errors_pb2
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import CLASSES_BY_KIND, CallboardError, FieldError, Internal, Unavailable

C = TypeVar("C", bound=StrEnum)

ASSERTION_KEY = "callboard-assertion"
REQUEST_ID_KEY = "callboard-request-id"
IDEMPOTENCY_KEY = "callboard-idempotency-key"
DETAILS_KEY = "grpc-status-details-bin"
REPLAYED_KEY = "callboard-replayed"
"""In the trailer of an answer that is the first one to a command, given again."""
DOMAIN = "callboard"
_PREFIX = "ERROR_CODE_"
KIND = "kind"
"""Beside the code, so that one which is not known yet, as during a rollout, keeps its HTTP status."""

UPLOAD_ENDS = "end"
"""The content type of an empty message behind the last piece of an upload. Without it the upload broke off: a
server is not always told whether a stream has ended or was cancelled, since gRPC gives it the end of the
messages before it gives it the cancellation."""

LARGEST_REQUEST = 4 << 20
"""Bytes of a message to a service: what becomes of the largest body that the gateway takes, and more."""

LARGEST_ANSWER = 9 << 20
"""Bytes of the message that a service answers with."""

# Trailers have 8 KiB by default, in which a non-ASCII byte of the detail takes three: an error of many
# or long parts would turn into one of the transport.
LONGEST_DETAIL, LONGEST_FIELD, ALL_FIELDS = 600, 300, 3000


def request_digest(request: Message) -> str:
    """SHA-256 over what a request says; equal requests have equal digests."""
    return hashlib.sha256(request.SerializeToString(deterministic=True)).hexdigest()


def abort(context: grpc.ServicerContext, error: CallboardError) -> NoReturn:
    """Ends the call with `error`."""
    detail = _shortened(error.detail, LONGEST_DETAIL)
    status = status_pb2.Status(code=grpc.StatusCode[error.grpc_code].value[0], message=detail)
    info = error_details_pb2.ErrorInfo(reason=error.code, domain=DOMAIN, metadata={KIND: error.kind})
    status.details.add().Pack(info)
    if error.errors:
        status.details.add().Pack(_bad_request(error.errors))
    context.set_trailing_metadata(((DETAILS_KEY, status.SerializeToString()),))
    context.abort(grpc.StatusCode[error.grpc_code], detail)
    raise AssertionError("abort raises")


def _bad_request(errors: Iterable[FieldError]) -> error_details_pb2.BadRequest:
    """As many of the errors as fit."""
    kept = error_details_pb2.BadRequest()
    for each in errors:
        field, message = (_shortened(text, LONGEST_FIELD) for text in (each.field, each.message))
        kept.field_violations.add(field=field, description=message, reason=each.code)
        if kept.ByteSize() > ALL_FIELDS:
            del kept.field_violations[-1]
            break
    return kept


def _shortened(text: str, most: int) -> str:
    """At most so many bytes of a text, and a sign that some are missing."""
    whole = text.encode()
    return text if len(whole) <= most else whole[:most].decode(errors="ignore") + "…"


def error_from(rpc_error: grpc.RpcError, service: str) -> CallboardError:
    """The error that `service` answered with; Unavailable or Internal where it could not answer."""
    for key, value in rpc_error.trailing_metadata() or ():
        if key == DETAILS_KEY:
            return _unpack(value)
    code = rpc_error.code()
    if code is grpc.StatusCode.RESOURCE_EXHAUSTED:
        return Unavailable(f"The {service} service is busy; try again in a moment.")
    if code is grpc.StatusCode.UNAVAILABLE:
        return Unavailable(f"The {service} service is out of reach; try again in a moment.")
    if code in (grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED):
        return Unavailable(
            f"The {service} service did not answer in time; try again.", code=ErrorCode.ANSWER_TOO_SLOW
        )
    return Internal(f"The {service} service failed; the request id finds the cause in its log.")


def _unpack(serialized: bytes) -> CallboardError:
    status = status_pb2.Status.FromString(serialized)
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details:
        _ = detail.Unpack(info) or detail.Unpack(bad)
    fields = [
        FieldError(each.field, each.description, _known(FieldCode, each.reason) or FieldCode.NOT_ALLOWED)
        for each in bad.field_violations
    ]
    family = CLASSES_BY_KIND.get(info.metadata[KIND], Internal)
    return family(status.message, fields, code=_known(ErrorCode, info.reason))


def code_of(number: int) -> ErrorCode | None:
    """The code with that number in the contract; None where it is unset, or a newer process knows it."""
    value = errors_pb2.ErrorCode.DESCRIPTOR.values_by_number.get(number)
    return _known(ErrorCode, value.name.removeprefix(_PREFIX).lower()) if value else None


def number_of(code: ErrorCode) -> Any:
    """The number of a code in the contract."""
    return errors_pb2.ErrorCode.Value(f"{_PREFIX}{code.name}")


def _known(codes: type[C], name: str) -> C | None:
    """The code of that name; None where a newer process has sent one that is not known here."""
    return codes(name) if name in codes._value2member_map_ else None
