"""What announces the end of a route: the headers Deprecation (RFC 9745), Sunset (RFC 8594) and Link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from google.protobuf.descriptor import MethodDescriptor

from protos.callboard.lifecycle.v1 import lifecycle_pb2
from services.shared.access import UndeclaredRule

SHORTEST_NOTICE = timedelta(days=180)
"""Between the announcement and the end of a route, as docs/compatibility.md promises."""

Fields = tuple[tuple[str, str], ...]


def notices_of(method: MethodDescriptor) -> Fields:
    """The headers for the answers of an RPC's routes, none for most; raises UndeclaredRule."""
    option: Any = lifecycle_pb2.lifecycle
    options: Any = method.GetOptions()
    if not options.HasExtension(option):
        return ()
    declared = options.Extensions[option]
    since = _moment(method, declared.deprecated_on)
    fields = [("Deprecation", f"@{int(since.timestamp())}")]
    if declared.sunset_on:
        ends = _moment(method, declared.sunset_on)
        if ends < since + SHORTEST_NOTICE:
            raise UndeclaredRule(
                f"{method.full_name} ends less than {SHORTEST_NOTICE.days} days after notice."
            )
        fields.append(("Sunset", format_datetime(ends, usegmt=True)))
    if declared.see:
        fields.append(("Link", f'<{declared.see}>; rel="deprecation"; type="text/html"'))
    return tuple(fields)


def _moment(method: MethodDescriptor, date: str) -> datetime:
    try:
        return datetime.strptime(date, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        message = f"{method.full_name} has a lifecycle with {date!r}, which is no date such as 2026-01-31."
        raise UndeclaredRule(message) from error
