"""The code or token that an application without a secret shows to an endpoint of OAuth, in its form."""

from __future__ import annotations

from services.gateway.front.heads import Head
from services.gateway.transcode.requests import parse_pairs
from services.shared.errors import CallboardError

PATHS = frozenset({"/oauth/token", "/oauth/revoke"})
FIELDS = ("code", "refresh_token", "token")
LONGEST_FORM = 8 << 10
"""Bytes of a form that is read before the request is counted."""


def may_hold_proof(head: Head) -> bool:
    """Whether the body may name a code or a token by which the request is known."""
    known = head.method == "POST" and head.path in PATHS and "authorization" not in head.headers
    return known and 0 < (head.expected or 0) <= LONGEST_FORM


def proof_in(form: bytes) -> str:
    """The code or token; empty where the form names none, or is none."""
    try:
        fields = dict(parse_pairs(form))
    except CallboardError:
        return ""
    return next((fields[name] for name in FIELDS if fields.get(name)), "")
