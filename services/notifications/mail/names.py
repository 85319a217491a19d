"""What is written of strangers' names: on one line, no character hidden, not longer than people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.shared.text import escaped

LONGEST = 80
"""Characters of a name."""


def plain(name: str, longest: int = LONGEST) -> str:
    """The name on one line; what is hidden in it is written out, as `\\u202e`."""
    shown = escaped(" ".join(name[: 4 * longest].split()))
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def names_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Who and what stands in the data of an event, by field: `{"brand": "Acme", "creator": "Ana"}`."""
    named = {field: _name(value) for field, value in data.items() if isinstance(value, dict)}
    url = data.get("url")
    return {field: plain(name) for field, name in named.items() if name} | (
        {"url": plain(url)} if url else {}
    )


def _name(value: Mapping[str, Any]) -> str:
    return str(value.get("display_name") or value.get("name") or value.get("id") or "")
