"""Requests as callers send them: read by the gateway, then held against the contract by the service."""

from __future__ import annotations

from typing import Any

from google.protobuf.message import Message

from services.gateway.transcode.decode import decoder_of
from services.shared.constraints import enforce
from services.shared.errors import Invalid, Problems


def asked(kind: type[Message], body: dict[str, Any]) -> Any:
    """The request as a handler gets it; raises Invalid."""
    problems = Problems()
    values = decoder_of(kind.DESCRIPTOR).read(body, "", problems)
    problems.check()
    request = kind(**values)
    enforce(request)
    return request


def faults(kind: type[Message], body: dict[str, Any]) -> list[str]:
    """The fields of a request that are wrong."""
    try:
        asked(kind, body)
    except Invalid as invalid:
        return [each.field for each in invalid.errors]
    return []
