"""What follows one request through the gateway: its id, its caller, and when it came."""

from __future__ import annotations

import re
import secrets
import time
from typing import Any, cast

import flask

from services.gateway.transcode.fields import Selected
from services.shared.codes import FieldCode
from services.shared.errors import invalid
from services.shared.ids import uuid7

LONGEST_KEY = 255

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_IDEMPOTENCY_KEY = re.compile(rf"[ -~]{{1,{LONGEST_KEY}}}")


def request_id_of(given: str) -> str:
    """The caller's X-Request-Id where that is a decent one, else a new one."""
    return given if _REQUEST_ID.fullmatch(given) else uuid7()


class Request(flask.Request):
    """A request with its id, and when it came: as the front has said, where there is one."""

    def __init__(self, environ: dict[str, Any], *args: Any, **more: Any) -> None:
        super().__init__(environ, *args, **more)
        self.request_id: str = environ.get("callboard.request_id") or request_id_of(
            environ.get("HTTP_X_REQUEST_ID", "")
        )
        self.started: float = environ.get("callboard.started") or time.perf_counter()
        self.party_id = ""
        """Who is calling, once that is known."""
        self.replayed = False
        self.selected: Selected = {}
        """The fields of the answer that are wanted; none for all of them."""

    def note_replay(self) -> None:
        """Notes that the answer is the first one under the idempotency key, given again."""
        self.replayed = True


def current() -> Request:
    """The request that this thread is serving."""
    return cast(Request, flask.request._get_current_object())  # type: ignore[attr-defined]


def idempotency_key(environ: dict[str, Any]) -> str:
    """The key under which a command is applied once: the caller's on POST, else a fresh one.

    A fresh one makes the repetitions safe that the gRPC client sends by itself. It also seals the answer
    that is kept, and so must not be guessed: 128 random bits, where an id says when it was made.
    """
    given = environ.get("HTTP_IDEMPOTENCY_KEY") if environ["REQUEST_METHOD"] == "POST" else None
    if given is None:
        return secrets.token_hex(16)
    if not _IDEMPOTENCY_KEY.fullmatch(given):
        message = f"must be 1 to {LONGEST_KEY} printable ASCII characters"
        raise invalid("Idempotency-Key", message, FieldCode.WRONG_FORMAT)
    return str(given)
