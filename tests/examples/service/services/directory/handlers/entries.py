"""Noting creators, and looking them up."""

from __future__ import annotations

from services.directory.domain.entries import Entry
from services.directory.store import Store

from services.shared.errors import NotFound


def note(store: Store, *, creator_id: str, handle: str) -> None:
    """Notes a creator; again, it changes nothing."""
    store.put(Entry(creator_id, 1, handle))


def get_entry(store: Store, *, creator_id: str) -> Entry:
    """The entry of a creator; raises NotFound."""
    found = store.entries.get(creator_id)
    if found is None:
        raise NotFound("There is no such creator.")
    return found
