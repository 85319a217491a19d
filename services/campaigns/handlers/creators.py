"""What creators are called: as roster has said, each version of a profile by an event."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from services.campaigns.domain.offers import Offer
from services.campaigns.roster import Roster
from services.campaigns.store import Store
from services.shared.parties import NamedCreator

CREATOR = "creator"


def learn_creators(
    store: Store, roster: Roster, creator_ids: Collection[str], request_id: str
) -> dict[str, NamedCreator]:
    """Asks roster what creators are called and notes it; those whom there are not are left out."""
    found = [each for each in roster.parties(creator_ids, request_id) if each.kind == CREATOR]
    for each in found:
        store.note_creator(each.as_creator, each.version)
    return {each.id: each.as_creator for each in found}


def creators_of(
    store: Store, roster: Roster, offers: Iterable[Offer], request_id: str
) -> dict[str, NamedCreator]:
    """What the creators of these offers are called, by id; roster is asked for those not noted yet."""
    ids = {offer.creator_id for offer in offers}
    known = store.creators_named(ids)
    missing = sorted(ids - known.keys())
    learnt = learn_creators(store, roster, missing, request_id) if missing else {}
    return {each: NamedCreator(each) for each in missing} | known | learnt
