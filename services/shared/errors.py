"""The one error family. It crosses gRPC intact and becomes a problem document at the gateway.

A kind's gRPC code and HTTP status stand together on one row, below; the code of an error says its cause.
The standard library only: every `domain` imports this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from services.shared.codes import ErrorCode, FieldCode

MOST_FAULTS = 100
"""Faults that are told of one input: a body can hold hundreds of thousands."""


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field of the input; `field` is a dotted path, `terms.price.currency`."""

    field: str
    message: str
    code: FieldCode


class CallboardError(Exception):
    """An answer that is not a success. `detail` is for the caller to read: what was wrong, what to do."""

    grpc_code: ClassVar[str] = "INTERNAL"
    http_status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal error"
    general: ClassVar[ErrorCode]
    """The code of an error that names no other."""

    def __init__(
        self,
        detail: str,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] = MappingProxyType({}),
        *,
        code: ErrorCode | None = None,
    ) -> None:
        """`headers` go with the answer over HTTP, as Retry-After does; they do not cross gRPC."""
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = headers
        self.code = code or self.general

    @property
    def kind(self) -> str:
        """The name of its class on the wire, in logs and in figures."""
        return KINDS_BY_CLASS[type(self)]


class Internal(CallboardError):
    """Something broke; the cause is in the log and reveals nothing outside."""

    general = ErrorCode.INTERNAL_ERROR


class Malformed(CallboardError):
    """The request cannot be read."""

    general = ErrorCode.MALFORMED


class Unauthenticated(CallboardError):
    """Nobody, or nobody known, is asking."""

    general = ErrorCode.UNAUTHENTICATED


class Forbidden(CallboardError):
    """Known, but not allowed."""

    general = ErrorCode.FORBIDDEN


class NotFound(CallboardError):
    """It does not exist, or it is another tenant's: the same answer."""

    general = ErrorCode.NOT_FOUND


class MethodNotAllowed(CallboardError):
    """The path exists, the method does not."""

    general = ErrorCode.METHOD_NOT_ALLOWED


class Conflict(CallboardError):
    """The state does not allow it."""

    general = ErrorCode.CONFLICT


class Stale(CallboardError):
    """`If-Match` names a version that is no longer current."""

    general = ErrorCode.STALE_VERSION


class TooSlow(CallboardError):
    """The request did not arrive in the time that it has."""

    general = ErrorCode.BODY_TOO_SLOW


class TooLarge(CallboardError):
    """The body is over the limit."""

    general = ErrorCode.BODY_TOO_LARGE


class UnsupportedMedia(CallboardError):
    """The content type is not one that the route reads."""

    general = ErrorCode.MEDIA_TYPE_UNSUPPORTED


class Invalid(CallboardError):
    """Well-formed, but not valid."""

    general = ErrorCode.INVALID_INPUT


class PreconditionRequired(CallboardError):
    """`If-Match` is missing where it is required."""

    general = ErrorCode.IF_MATCH_MISSING


class TooManyRequests(CallboardError):
    """The caller must slow down."""

    general = ErrorCode.RATE_LIMITED


class Unavailable(CallboardError):
    """Something needed for the answer is out of reach; trying again helps."""

    general = ErrorCode.SERVICE_UNAVAILABLE


def _row(cls: type[CallboardError], kind: str, grpc_code: str, status: int, title: str) -> str:
    cls.grpc_code, cls.http_status, cls.title = grpc_code, status, title
    return kind


KINDS_BY_CLASS: dict[type[CallboardError], str] = {
    cls: _row(cls, kind, grpc_code, status, title)
    for cls, kind, grpc_code, status, title in (
        (Malformed, "malformed", "INVALID_ARGUMENT", 400, "Malformed request"),
        (Unauthenticated, "unauthenticated", "UNAUTHENTICATED", 401, "Not authenticated"),
        (Forbidden, "forbidden", "PERMISSION_DENIED", 403, "Not allowed"),
        (NotFound, "not_found", "NOT_FOUND", 404, "Not found"),
        (MethodNotAllowed, "method_not_allowed", "UNIMPLEMENTED", 405, "Method not allowed"),
        (TooSlow, "too_slow", "DEADLINE_EXCEEDED", 408, "Request too slow"),
        (Conflict, "conflict", "ABORTED", 409, "Conflict with the present state"),
        (Stale, "stale", "FAILED_PRECONDITION", 412, "Changed in the meantime"),
        (TooLarge, "too_large", "OUT_OF_RANGE", 413, "Body too large"),
        (UnsupportedMedia, "unsupported_media", "INVALID_ARGUMENT", 415, "Unsupported media type"),
        (Invalid, "invalid", "INVALID_ARGUMENT", 422, "Invalid input"),
        (PreconditionRequired, "precondition_required", "FAILED_PRECONDITION", 428, "If-Match required"),
        (TooManyRequests, "too_many_requests", "RESOURCE_EXHAUSTED", 429, "Too many requests"),
        (Internal, "internal", "INTERNAL", 500, "Internal error"),
        (Unavailable, "unavailable", "UNAVAILABLE", 503, "Temporarily unavailable"),
    )
}
"""The table: one row a kind, with its gRPC code, HTTP status and title."""

CLASSES_BY_KIND: dict[str, type[CallboardError]] = {kind: cls for cls, kind in KINDS_BY_CLASS.items()}


def invalid(field: str, message: str, code: FieldCode) -> Invalid:
    """The error that one field of the input is wrong."""
    return Invalid(f"{field}: {message}", [FieldError(field, message, code)])


class Problems:
    """Collects what is wrong with an input, MOST_FAULTS at most, so that the caller learns it at once."""

    def __init__(self) -> None:
        self.found: list[FieldError] = []

    def require(self, holds: bool, field: str, message: str, code: FieldCode) -> bool:
        """Notes `message` for `field` unless `holds`; returns `holds`."""
        if not holds:
            self.note(field, message, code)
        return holds

    def note(self, field: str, message: str, code: FieldCode) -> Any:
        """Notes what is wrong with a field; returns None, as whoever reads the field then does."""
        if len(self.found) < MOST_FAULTS:
            self.found.append(FieldError(field, message, code))
        return None

    def check(self) -> None:
        """Raises Invalid with everything that was noted; returns when nothing was."""
        if self.found:
            first = self.found[0]
            more = f" (and {len(self.found) - 1} more)" if len(self.found) > 1 else ""
            raise Invalid(f"{first.field}: {first.message}{more}", self.found)
