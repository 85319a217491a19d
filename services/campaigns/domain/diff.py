"""The difference between two versions of the terms, term by term."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.campaigns.domain.terms import Terms, as_json
from services.shared.hashchain import canonical_json


@dataclass(frozen=True)
class Change:
    """One changed term. `kind` is added, removed or changed; values are JSON, empty where absent."""

    path: str
    kind: str
    before: str
    after: str


def diff(before: Terms, after: Terms) -> tuple[Change, ...]:
    """What changed from `before` to `after`, in the order of the terms; clauses are matched by id."""
    return tuple(_compare("", as_json(before), as_json(after)))


def _compare(path: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _members(f"{path}." if path else "", "", before, after)
    elif _objects(before) and _objects(after):
        yield from _members(f"{path}[", "]", _keyed(before), _keyed(after))
        yield from _order(path, before, after)
    else:
        yield _change(path, before, after)


def _members(opening: str, closing: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for key in [*before, *(key for key in after if key not in before)]:
        yield from _compare(f"{opening}{key}{closing}", before.get(key), after.get(key))


def _order(path: str, before: list[Any], after: list[Any]) -> Iterator[Change]:
    """Clauses that only changed places."""
    former, latter = [_name(key) for key in _keyed(before)], [_name(key) for key in _keyed(after)]
    kept = [key for key in former if key in latter]
    if kept != [key for key in latter if key in former]:
        yield _change(path, former, latter)


def _objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, dict) for part in value)


def _keyed(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {f"id={item['id']}" if "id" in item else str(index): item for index, item in enumerate(items)}


def _name(key: str) -> str:
    return key.removeprefix("id=")


def _change(path: str, before: Any, after: Any) -> Change:
    former, latter = _text(before), _text(after)
    kind = "changed" if former and latter else "removed" if former else "added"
    return Change(path, kind, former, latter)


def _text(value: Any) -> str:
    return "" if value in (None, []) else canonical_json(value).decode()
