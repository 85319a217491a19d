"""One request as it is asked for, and what its answer becomes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import httpx

from callboard._content import Body, Content, body_of
from callboard.errors import CallboardError

T = TypeVar("T")

JSON = "application/json"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Auth(Enum):
    """How a request says whose it is."""

    NONE = "none"
    BEARER = "bearer"
    BASIC = "basic"


class Answer(dict[str, Any]):
    """A JSON object that was answered, with what its headers said of it.

    Each typed result of a client is one. As `if_match` it stands for its `etag`.
    """

    def __init__(self, document: Mapping[str, Any], headers: httpx.Headers) -> None:
        super().__init__(document)
        self.etag: str = headers.get("ETag", "")
        self.request_id: str = headers.get("X-Request-Id", "")
        self.location: str = headers.get("Location", "")
        self.replayed = headers.get("Idempotency-Replayed") == "true"


IfMatch = str | Mapping[str, object]
"""An entity tag, `*`, or the result that is to be replaced as it was read."""


def etag_of(result: IfMatch) -> str:
    """The entity tag of a result, for later; raises ValueError where it has none."""
    if isinstance(result, str):
        return result
    if isinstance(result, Answer) and result.etag:
        return result.etag
    raise ValueError("This is no result with an ETag: pass one as a client returned it, or its etag.")


class Call(Generic[T]):
    """One request, whose success is a T. What it sends stays the same in each attempt."""

    def __init__(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        media_type: str = "",
        form: Mapping[str, Any] | None = None,
        content: Content | None = None,
        if_match: IfMatch | None = None,
        idempotency_key: str | None = None,
        headers: Mapping[str, str] | None = None,
        auth: Auth = Auth.BEARER,
        timeout: float | httpx.Timeout | None = None,
    ) -> None:
        if not path.startswith("/"):
            raise ValueError(f"{path!r} must begin with a slash: a request goes to the client's base_url.")
        self.method, self.path = method.upper(), path
        self._asked = dict(query or {})
        self.query = _query(self._asked)
        self.body: Body | None = None
        self.headers = httpx.Headers(headers)
        self.timeout = timeout
        self.auth = Auth.NONE if "Authorization" in self.headers else auth
        if self.method == "POST" and auth is Auth.BEARER:
            self._add("Idempotency-Key", str(uuid.uuid4()) if idempotency_key is None else idempotency_key)
        self._add("If-Match", "" if if_match is None else etag_of(if_match))
        self._set_body(body, media_type, form, content)

    def _set_body(
        self,
        body: Any,
        media_type: str,
        form: Mapping[str, Any] | None,
        content: Content | None,
    ) -> None:
        if content is not None:
            self.body = body_of(content)
        elif form is not None:
            self.body = body_of(str(httpx.QueryParams(_query(form))).encode())
            media_type = "application/x-www-form-urlencoded"
        elif body is not None:
            self.body = body_of(_json(body))
            media_type = media_type or JSON
        if self.body is not None:
            self._add("Content-Type", media_type)

    def _add(self, name: str, value: str) -> None:
        """Adds a header that has a value, unless the caller gave another."""
        if value:
            self.headers.setdefault(name, value)

    @property
    def repeatable(self) -> bool:
        """Whether it may be sent again when nobody knows what became of it.

        A PUT or PATCH that was applied without an answer would be refused as stale.
        """
        keyed = "Idempotency-Key" in self.headers or self.auth is Auth.BASIC
        return self.method in SAFE or (self.method == "POST" and keyed)

    @property
    def resendable(self) -> bool:
        """Whether its body can be sent a second time: what was read from a pipe cannot."""
        return self.body is None or self.body.repeatable

    def at(self, cursor: str) -> Call[T]:
        """The same, but for the page that begins at `cursor`."""
        query = {**self._asked, "cursor": cursor}
        return Call(self.method, self.path, query=query, headers=self.headers, auth=self.auth)


def segment(value: str) -> str:
    """A value as one segment of a path."""
    if value in ("", ".", ".."):
        raise ValueError(f"{value!r} is no id.")
    return quote(value, safe="")


def answer_of(response: httpx.Response) -> Answer:
    """The JSON object of a success; raises CallboardError where it is something else."""
    try:
        document = response.json() if response.content else {}
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise CallboardError(f"The server's answer is not a JSON object (HTTP {response.status_code}).")
    return Answer(document, response.headers)


def _query(named: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Names with their values: None is left out, a list repeats its name."""
    pairs: list[tuple[str, str]] = []
    for name, value in named.items():
        several = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        pairs += [(name, _text(each)) for each in several if each is not None]
    return tuple(pairs)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json(value: object) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_as_json
    ).encode()


def _as_json(value: object) -> Any:
    """Any mapping or sequence, as well as dict and list."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"{value!r} cannot be sent as JSON.")
