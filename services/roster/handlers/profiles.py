"""What a creator says of herself, and who finds her."""

from __future__ import annotations

from collections.abc import Callable

from services.roster import produces
from services.roster.domain import profiles as domain
from services.roster.domain.commands import ChangeProfile, ChangeVisibility
from services.roster.domain.directory import Entry, PortfolioVideo, Profile, entry_of
from services.roster.domain.parties import UNKNOWN_CREATOR, Party
from services.roster.domain.rates import RateCard
from services.roster.domain.search import Search, place
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import Invocation, execute
from services.shared.errors import NotFound
from services.shared.paging import Page, PageRequest


def change_profile(store: Store, clock: Clock, command: ChangeProfile, invocation: Invocation) -> Party:
    """Changes some of a creator's profile, and what rosters sort her by. Raises Stale and Invalid."""

    def decide(party: Party) -> Party:
        return domain.change_profile(party, command, clock.now())

    return _change(store, clock, command, decide, invocation)


def change_visibility(store: Store, clock: Clock, command: ChangeVisibility, invocation: Invocation) -> Party:
    """Changes who may find a creator. Raises Stale and Invalid."""

    def decide(party: Party) -> Party:
        return domain.change_visibility(party, command, clock.now())

    return _change(store, clock, command, decide, invocation)


def _change(
    store: Store,
    clock: Clock,
    command: ChangeProfile | ChangeVisibility,
    decide: Callable[[Party], Party],
    invocation: Invocation,
) -> Party:
    fields = tuple(name for name, _ in command.changes)
    changed = execute(
        store.parties,
        command.creator_id,
        decide,
        produces.profile_changed(fields),
        invocation,
        clock,
        missing=UNKNOWN_CREATOR,
        missing_code=ErrorCode.CREATOR_NOT_FOUND,
    )
    # Where the process ends before this, the event does it.
    store.show_creator(command.creator_id)
    return changed


def list_directory(store: Store, wanted: Search, page: PageRequest) -> Page[Entry]:
    """The creators who want to be found."""
    found = store.search_parties(wanted)
    cards = store.rate_cards_of([each.id for each in found if each.visibility.public_rates])
    entries = {each.id: entry_of(each, cards.get(each.id)) for each in found}
    places = {each.id: place(each, wanted.sort) for each in found}

    def stands(entry: Entry) -> tuple[object, str]:
        return places[entry.id]

    return page.cut([entries[each.id] for each in found], stands)


def find_by_handle(store: Store, *, handle: str) -> Entry:
    """The creator with this handle who lets herself be found by it; NotFound where there is none."""
    party = store.found_by_handle(handle)
    if party is None:
        raise NotFound(UNKNOWN_CREATOR, code=ErrorCode.CREATOR_NOT_FOUND)
    return entry_of(party, _public_card(store, party))


def get_directory_profile(store: Store, *, creator_id: str) -> Profile:
    """One creator of the directory; NotFound for everybody else."""
    party = store.parties.get(creator_id)
    if party is None or party.suspended or not party.visibility.listed:
        raise NotFound(UNKNOWN_CREATOR, code=ErrorCode.CREATOR_NOT_FOUND)
    card = _public_card(store, party)
    known = {each.video_id: each for each in store.figures_of(creator_id)}
    portfolio = tuple(known.get(each, PortfolioVideo(each)) for each in party.portfolio)
    return Profile(entry_of(party, card), card.rates if card else (), portfolio)


def _public_card(store: Store, party: Party) -> RateCard | None:
    return store.rate_cards.get(party.id) if party.visibility.public_rates else None
