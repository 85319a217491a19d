"""Where what a route creates is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus
from posixpath import normpath
from typing import Any

from protos.callboard.api.v1 import api_pb2
from services.gateway.transcode.routes import VARIABLE, Route, want

_location: Any = api_pb2.location

BY_ID = "{id}"
"""Where what was created is read, from the path on at which it was, unless the contract says otherwise."""

_FILLED = re.compile(r"\{[a-z0-9_.]+\}")
"""Also with a field of what stands in the answer: `{agency.id}`."""


def locations_of(routes: Iterable[Route]) -> dict[str, str]:
    """Where what a route creates is read, by the name of the route: from its path on, as `location` says it.

    Raises UndeclaredRule where that is declared, and nothing is read there.
    """
    routes = list(routes)
    read = {VARIABLE.sub("{}", route.path) for route in routes if route.verb == "GET"}
    found: dict[str, str] = {}
    for route in (each for each in routes if each.status == HTTPStatus.CREATED):
        said = str(route.method.GetOptions().Extensions[_location])
        leads = _FILLED.sub("{}", normpath(f"{route.path}/{said or BY_ID}")) in read
        want(leads or not said, f"{route.action} has a location where nothing is read: {said!r}.")
        if leads and (said or "id" in route.response.fields_by_name):
            found[route.name] = said or BY_ID
    return found
