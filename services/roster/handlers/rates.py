"""Reading and replacing a creator's rate card."""

from __future__ import annotations

from services.roster import facts
from services.roster.domain.rates import CardVersion, Rate, RateCard, put
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.commands import Command, begin, execute
from services.shared.paging import Page, PageRequest


def get_rate_card(store: Store, *, creator_id: str) -> RateCard:
    """The card in force; of version 0 and without rates before the first."""
    return store.rate_cards_of([creator_id]).get(creator_id, RateCard(creator_id))


def put_rate_card(
    store: Store,
    clock: Clock,
    *,
    creator_id: str,
    rates: tuple[Rate, ...],
    by: str,
    expected_version: int | None,
    command: Command,
) -> RateCard:
    """Puts new rates in force; raises Stale and Invalid."""
    begin(store.rate_cards, RateCard(creator_id))
    return execute(
        store.rate_cards,
        creator_id,
        lambda card: put(card, rates, by=by, expected_version=expected_version, now=clock.now()),
        facts.rate_card_changed,
        command,
        clock,
    )


def list_history(store: Store, *, creator_id: str, page: PageRequest) -> Page[CardVersion]:
    """Every card that was ever in force, newest first."""
    card = store.rate_cards.get(creator_id) or RateCard(creator_id)
    below = int(page.after[0]) if page.after else card.version + 1
    found = [each for each in card.history if each.version < below]
    return page.cut(found[: page.size + 1], lambda each: (each.version,))
