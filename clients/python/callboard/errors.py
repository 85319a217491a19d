"""What can go wrong. Whatever a client raises on purpose is a CallboardError."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpx


class CallboardError(Exception):
    """A request that got no success; the message says what was wrong."""


class NotConfigured(CallboardError):
    """The client does not know where to connect, or as whom."""


class Unreachable(CallboardError):
    """No answer came: the server cannot be reached, was too slow, or the connection broke."""


@dataclass(frozen=True)
class FieldFault:
    """What is wrong with one field of the input; `field` is a path such as `terms.price.currency`."""

    field: str
    code: str
    message: str


class ApiError(CallboardError):
    """An answer that is not a success.

    `code` is for programs and stable; a later server may have codes that this client does not know.
    Quote `request_id` when you report a problem. `problem` is the whole problem document (RFC 9457).
    """

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.problem = _problem(response)
        self.code = str(self.problem.get("code", ""))
        self.title = str(self.problem.get("title", ""))
        self.detail = str(self.problem.get("detail") or self.title or "The server gave no reason.")
        self.request_id = str(self.problem.get("request_id") or response.headers.get("X-Request-Id", ""))
        self.errors = tuple(_faults(self.problem))
        self.retry_after = retry_after(response)
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        # What the detail says already is not said again.
        listed = "; ".join(
            f"{each.field}: {each.message}" for each in self.errors if each.message not in self.detail
        )
        asked = f" [request {self.request_id}]" if self.request_id else ""
        return f"{self.detail}{f' ({listed})' if listed else ''} (HTTP {self.status}){asked}"


class BadRequest(ApiError):
    """400: the request cannot be read."""


class Unauthorized(ApiError):
    """401: the credentials, or the token, are not accepted."""


class Forbidden(ApiError):
    """403: this party may not do that."""


class NotFound(ApiError):
    """404: there is no such thing, or it is another party's."""


class Conflict(ApiError):
    """409: the present state does not allow it."""


class Stale(ApiError):
    """412: somebody else has changed it since it was read."""


class TooLarge(ApiError):
    """413: the body is too large."""


class Invalid(ApiError):
    """422: the request can be read and is not allowed; `errors` names the fields."""


class PreconditionRequired(ApiError):
    """428: `if_match` is missing."""


class RateLimited(ApiError):
    """429: too many requests; `retry_after` says for how many seconds."""


class ServerError(ApiError):
    """500 and above: the server failed."""


class Unavailable(ServerError):
    """503: the server, or something that it needs, is not there just now."""


_BY_STATUS: Mapping[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: Stale,
    413: TooLarge,
    422: Invalid,
    428: PreconditionRequired,
    429: RateLimited,
    503: Unavailable,
}


def error_of(response: httpx.Response) -> ApiError:
    """The error that an answer is."""
    usual = ServerError if response.status_code >= 500 else ApiError
    return _BY_STATUS.get(response.status_code, usual)(response)


def unreachable(error: httpx.TransportError, base_url: str) -> Unreachable:
    """What became of the connection, in a sentence."""
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return Unreachable(f"No Callboard answers at {base_url}; is it running? ({error})")
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(f"{base_url} did not answer in time.")
    return Unreachable(f"The connection to {base_url} failed: {error}.")


def retry_after(response: httpx.Response) -> float | None:
    """Seconds after which to try again, where the answer says so."""
    said = response.headers.get("Retry-After", "")
    if said.isdecimal():
        return float(said)
    try:
        # A date is held against the server's own clock.
        apart = parsedate_to_datetime(said) - parsedate_to_datetime(response.headers["Date"])
    except (ValueError, LookupError, TypeError):
        return None
    return max(0.0, apart.total_seconds())


def _problem(response: httpx.Response) -> dict[str, Any]:
    """The problem document; empty where it is something else, such as a page of a proxy."""
    try:
        document = response.json()
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _faults(problem: Mapping[str, Any]) -> list[FieldFault]:
    listed = problem.get("errors")
    return [
        FieldFault(str(each.get("field", "")), str(each.get("code", "")), str(each.get("message", "")))
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict)
    ]
