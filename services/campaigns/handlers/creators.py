"""What creators are called: as roster has said, each version of a profile by an event."""

from __future__ import annotations

from collections.abc import Collection

from services.campaigns.domain.names import NamedCreator
from services.campaigns.roster import Roster
from services.campaigns.store import Store

CREATOR = "creator"


def learn_creators(
    store: Store, roster: Roster, creator_ids: Collection[str], request_id: str
) -> dict[str, NamedCreator]:
    """Asks roster what creators are called, and how they stand, and notes it; unknown ones are left out."""
    found = [each for each in roster.parties(creator_ids, request_id) if each.kind == CREATOR]
    for each in found:
        store.note_creator(each.as_creator, each.version)
        store.note_standing(each.id, suspended=each.suspended, version=each.version)
    return {each.id: each.as_creator for each in found}


def creators_of(
    store: Store, roster: Roster, creator_ids: Collection[str], request_id: str
) -> list[NamedCreator]:
    """What these creators are called; roster is asked for those not noted yet."""
    known = store.creators_named(creator_ids)
    missing = [each for each in creator_ids if each not in known]
    known |= learn_creators(store, roster, missing, request_id) if missing else {}
    return [known.get(each, NamedCreator(each)) for each in creator_ids]
