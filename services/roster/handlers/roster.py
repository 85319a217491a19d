"""An agency's roster: listing, labelling, and taking a creator off it."""

from __future__ import annotations

from services.roster import produces
from services.roster.domain import roster as domain
from services.roster.domain.commands import PatchLabels, PutLabels, RemoveCreator
from services.roster.domain.pairs import pair_id
from services.roster.domain.parties import UNKNOWN_CREATOR
from services.roster.domain.rates import RateCard, starting_rate
from services.roster.domain.roster import (
    Filter,
    Labels,
    RosterItem,
    Selection,
    Standing,
    line,
    page_of,
)
from services.roster.handlers.pairs import part
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import Invocation, execute
from services.shared.errors import NotFound
from services.shared.paging import Page, PageRequest


def list_roster(
    store: Store,
    clock: Clock,
    *,
    agency_id: str,
    token_scopes: frozenset[str],
    limited_to: frozenset[str] = frozenset(),
    wanted: Filter,
    sort: str,
    page: PageRequest,
) -> Page[RosterItem]:
    """The creators who have an active delegation with the agency, as far as it and the token permit.

    The store finds those that may stand on the page; only they are read whole.
    """
    now = clock.now()
    asked = Selection(agency_id, wanted, sort, page.after, page.limit, token_scopes, now, limited_to)
    found = store.on_roster(asked)
    active = {each.delegation.creator_id: each for each in found if each.delegation.active_at(now)}
    return page_of(_lines(store, agency_id, active, token_scopes), sort, wanted, page)


def _lines(
    store: Store, agency_id: str, active: dict[str, Standing], token_scopes: frozenset[str]
) -> list[RosterItem]:
    cards, labels = store.rate_cards_of(active), store.labels_of(agency_id, active)
    offers = store.open_offers(active)
    return [
        line(
            creator,
            active[creator.id],
            labels.get(creator.id, _unlabelled(agency_id, creator.id)),
            starting_rate(cards.get(creator.id, RateCard(creator.id)).rates),
            offers.get(creator.id, 0),
            token_scopes,
        )
        for creator in store.parties_by(active)
    ]


def get_labels(store: Store, *, agency_id: str, creator_id: str) -> Labels:
    """The agency's own tags and notes; empty, of version 0, before the first."""
    _require_access(store, agency_id, creator_id)
    blank = _unlabelled(agency_id, creator_id)
    return store.labels.get(blank.id) or blank


def change_labels(
    store: Store, clock: Clock, command: PutLabels | PatchLabels, invocation: Invocation
) -> Labels:
    """Replaces the agency's own tags and notes, or changes some of it; raises Stale and Invalid."""
    _require_access(store, command.agency_id, command.creator_id)
    # Before they are written: were it done afterwards, it might not be done at all.
    store.touch_lines(command.creator_id, command.agency_id)
    blank = _unlabelled(command.agency_id, command.creator_id)

    def decide(current: Labels) -> Labels:
        return domain.label(current, command)

    return execute(store.labels, blank.id, decide, produces.unannounced, invocation, clock, blank=blank)


def remove_creator(store: Store, clock: Clock, command: RemoveCreator) -> None:
    """Ends all that is open between the two. Done before, it stays done; history is kept."""
    _require_access(store, command.by.party_id, command.creator_id)
    part(store, clock, by=command.by, creator_id=command.creator_id)


def _unlabelled(agency_id: str, creator_id: str) -> Labels:
    return Labels(f"{agency_id}:{creator_id}")


def _require_access(store: Store, agency_id: str, creator_id: str) -> None:
    """Raises NotFound where the agency has never asked the creator for anything."""
    pair = store.pairs.get(pair_id(agency_id, creator_id))
    if pair is None or not pair.version:
        raise NotFound(UNKNOWN_CREATOR, code=ErrorCode.CREATOR_NOT_FOUND)
