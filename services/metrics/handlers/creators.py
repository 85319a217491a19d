"""Which creators the rows of an import are about, and under which account they are kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cachetools import LRUCache

from services.metrics.handlers.grants import PARTY
from services.metrics.roster import Creator, Roster

REMEMBERED = 50_000
ID_PREFIX = "cr_"

REFUSED = {
    "operator": "creator: there is no creator with this id, or the client that imports was removed",
    "agency": "creator: unknown creator, or metrics.import is not delegated",
}
"""What is said of a row that may not be stored, by the kind of the importing party. One sentence for an
agency: it does not learn who exists."""


@dataclass(frozen=True)
class Owner:
    """Whose a row is: the account that it is kept under, and whose grant it needs."""

    account: str
    creator_id: str


_NOBODY = Owner("", "")


class Owners:
    """The owners that the names in rows, handles or ids, stand for."""

    def __init__(self, roster: Roster, kind: str) -> None:
        self._roster = roster
        self._look_up = self._known if kind == "operator" else self._registered
        self._remembered: LRUCache[str, Owner] = LRUCache(REMEMBERED)

    def of(self, names: Collection[str]) -> dict[str, Owner]:
        """The owners of these names; names of nobody are left out."""
        found = {name: self._remembered[name] for name in names if name in self._remembered}
        missing = [name for name in names if name not in found]
        if missing:
            asked = self._look_up(missing)
            self._remembered.update(asked)
            found |= asked
        return {name: owner for name, owner in found.items() if owner is not _NOBODY}

    def _known(self, names: Collection[str]) -> dict[str, Owner]:
        """An operator's: a handle stands for itself, known or not; what looks like an id must be known."""
        ids = [name for name in names if name.startswith(ID_PREFIX)]
        by_name = _by_name(self._roster.creators(ids)) if ids else {}
        handles = {name: by_name[name].handle if name in by_name else "" for name in ids}
        accounts = ((name, handles.get(name, name)) for name in names)
        return {name: Owner(account, PARTY) if account else _NOBODY for name, account in accounts}

    def _registered(self, names: Collection[str]) -> dict[str, Owner]:
        """An agency's: registered creators only."""
        by_name = _by_name(self._roster.creators(names))
        return {
            name: Owner(by_name[name].handle, by_name[name].id) if name in by_name else _NOBODY
            for name in names
        }


def _by_name(creators: list[Creator]) -> dict[str, Creator]:
    return {creator.handle: creator for creator in creators} | {creator.id: creator for creator in creators}
