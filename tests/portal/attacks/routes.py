"""Every address of the portal, as its application knows them, and what of the API changes something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from werkzeug.routing import Map, Rule

from services.gateway.transcode.routes import routes_of
from services.shared.contracts import descriptors
from tests.unit.portal.gateway import FakeGateway

USUAL = {"action": "decline", "act": "comment", "kind": "agencies", "name": "end", "path": "portal.css"}
"""What stands for a variable of an address that is not an id."""


@cache
def _urls() -> Map:
    return FakeGateway().app().url_map


@cache
def rules() -> tuple[Rule, ...]:
    """All that the portal answers to."""
    return tuple(sorted(_urls().iter_rules(), key=lambda rule: rule.rule))


def taking(method: str) -> list[str]:
    """The rules that answer to a method, as they are written."""
    return [rule.rule for rule in rules() if method in (rule.methods or ())]


def filled(rule: str, ids: Mapping[str, str]) -> str:
    """The address of a rule; an offer says under which creator and campaign it stands."""
    known = {"creator_id": "none_1", "campaign_id": "none_1", **USUAL, **ids}
    path = re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda found: known.get(found[1], "none_1"), rule)
    owner = f"?creator={known['creator_id']}&campaign={known['campaign_id']}"
    return f"{path}{owner}" if rule.startswith("/offers/") else path


def matched(method: str, path: str) -> str:
    """The endpoint that answers; raises HTTPException where none does."""
    endpoint, _ = _urls().bind("portal.test").match(path, method=method)
    return str(endpoint)


def is_command(method: str, path: str) -> bool:
    """Whether a request to the API changes anything."""
    if method in ("GET", "HEAD"):
        return False
    for route in routes_of(descriptors()):
        if route.verb == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route.path), path):
            return route.is_command
    return True
