"""An agency's roster: listing, labelling, and taking a creator off it."""

from __future__ import annotations

from dataclasses import replace

from services.roster import facts
from services.roster.domain import delegations as delegation_rules
from services.roster.domain.delegations import OPEN, Delegation, check_version
from services.roster.domain.rates import RateCard, starting_rate
from services.roster.domain.roster import Filter, Labels, RosterItem, check_labels, line, page_of
from services.roster.handlers.parties import UNKNOWN_CREATOR
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.commands import Command, begin, execute, internal
from services.shared.errors import NotFound
from services.shared.paging import Page, PageRequest


def list_roster(
    store: Store, clock: Clock, *, agency_id: str, wanted: Filter, sort: str, page: PageRequest
) -> Page[RosterItem]:
    """The creators who have an active delegation with the agency."""
    return page_of(_lines(store, clock, agency_id), sort, wanted, page)


def _lines(store: Store, clock: Clock, agency_id: str) -> list[RosterItem]:
    now = clock.now()
    active = [each for each in store.active_delegations(agency_id) if each.active_at(now)]
    newest: dict[str, Delegation] = {each.creator_id: each for each in reversed(active)}
    cards, labels = store.rate_cards_of(newest), store.labels_of(agency_id)
    offers = store.open_offers(newest)
    return [
        line(
            creator,
            newest[creator.id],
            labels.get(creator.id, _unlabelled(agency_id, creator.id)),
            starting_rate(cards.get(creator.id, RateCard(creator.id)).rates),
            offers.get(creator.id, 0),
        )
        for creator in store.parties_by(newest)
    ]


def get_labels(store: Store, *, agency_id: str, creator_id: str) -> Labels:
    """The agency's own tags and notes; empty, of version 0, before the first."""
    _check_related(store, agency_id, creator_id)
    blank = _unlabelled(agency_id, creator_id)
    return store.labels.get(blank.id) or blank


def put_labels(
    store: Store,
    clock: Clock,
    *,
    agency_id: str,
    creator_id: str,
    tags: tuple[str, ...],
    notes: str,
    expected_version: int | None,
    command: Command,
) -> Labels:
    """Replaces the agency's own tags and notes; raises Stale and Invalid."""
    _check_related(store, agency_id, creator_id)
    kept = check_labels(tags, notes)
    blank = _unlabelled(agency_id, creator_id)
    begin(store.labels, blank)

    def relabel(current: Labels) -> Labels:
        check_version(current.version, expected_version)
        return replace(current, tags=kept, notes=notes)

    return execute(store.labels, blank.id, relabel, facts.unannounced, command, clock)


def remove_creator(store: Store, clock: Clock, *, agency_id: str, creator_id: str) -> None:
    """Ends every open delegation of the pair. Done before, it stays done; history is kept."""
    _check_related(store, agency_id, creator_id)
    for delegation in store.delegations_between(agency_id, creator_id):
        execute(
            store.delegations,
            delegation.id,
            lambda current: _removed(current, agency_id, clock),
            facts.delegation_moved,
            internal(agency_id),
            clock,
        )


def _removed(current: Delegation, agency_id: str, clock: Clock) -> Delegation:
    if current.state_at(clock.now()) not in OPEN:
        return current
    reason = "Taken off the roster."
    return delegation_rules.end(current, agency_id=agency_id, reason=reason, now=clock.now())


def _unlabelled(agency_id: str, creator_id: str) -> Labels:
    return Labels(f"{agency_id}:{creator_id}")


def _check_related(store: Store, agency_id: str, creator_id: str) -> None:
    if not store.delegations_between(agency_id, creator_id):
        raise NotFound(UNKNOWN_CREATOR)
