"""For whom an import may bring rows, and under which account they are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection

from cachetools import LRUCache

from services.metrics.roster import Creator, Importer, Roster

REMEMBERED = 50_000
ID_PREFIX = "cr_"

Accounts = Callable[[Collection[str]], dict[str, str]]
"""Names as rows have them, handles or ids, to accounts; names that may not be imported are left out."""

UNKNOWN = {
    "operator": "creator: there is no creator with this id",
    "agency": "creator: unknown creator, or metrics.import is not delegated",
}
"""What is said of a name that was left out, by the kind of the importing party."""


def accounts_for(importer: Importer, roster: Roster) -> Accounts:
    """The names that a party may import: an operator any, an agency those who delegated it."""
    remembered: LRUCache[str, str] = LRUCache(REMEMBERED)
    ask = _known if importer.identity.kind == "operator" else _delegated

    def accounts(names: Collection[str]) -> dict[str, str]:
        found = {name: remembered[name] for name in names if name in remembered}
        missing = [name for name in names if name not in found]
        if missing:
            asked = ask(importer, roster, missing)
            remembered.update(asked)
            found |= asked
        return {name: account for name, account in found.items() if account}

    return accounts


def _known(_: Importer, roster: Roster, names: Collection[str]) -> dict[str, str]:
    """A handle stands for itself, known or not; what looks like an id must be known to roster."""
    ids = [name for name in names if name.startswith(ID_PREFIX)]
    by_name = _by_name(roster.creators(ids)) if ids else {}
    return {
        name: (by_name[name].handle if name in by_name else "") if name.startswith(ID_PREFIX) else name
        for name in names
    }


def _delegated(importer: Importer, roster: Roster, names: Collection[str]) -> dict[str, str]:
    creators = _by_name(roster.creators(names))
    allowed = {
        creator.id
        for creator in {creators[name] for name in names if name in creators}
        if roster.may_import(importer, creator.id)
    }
    return {
        name: creators[name].handle if name in creators and creators[name].id in allowed else ""
        for name in names
    }


def _by_name(creators: list[Creator]) -> dict[str, Creator]:
    return {creator.handle: creator for creator in creators} | {creator.id: creator for creator in creators}
