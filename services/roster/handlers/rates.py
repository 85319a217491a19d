"""Reading and replacing a creator's rate card."""

from __future__ import annotations

from services.roster import produces
from services.roster.domain.commands import PutRateCard
from services.roster.domain.rates import RateCard, put
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.commands import Invocation, execute
from services.shared.paging import Page, PageRequest


def get_rate_card(store: Store, *, creator_id: str) -> RateCard:
    """The card in force; of version 0 and without rates before the first."""
    return store.rate_cards.get(creator_id) or RateCard(creator_id)


def put_rate_card(store: Store, clock: Clock, command: PutRateCard, invocation: Invocation) -> RateCard:
    """Puts new rates in force; raises Stale and Invalid.

    The card that is replaced goes into the history before it is replaced. Nothing can be lost between the
    two, and a copy whose replacement fails does no harm: it is of a version that was in force, and the
    history shows only versions older than the card's.
    """

    def decide(card: RateCard) -> RateCard:
        changed = put(
            card, command.rates, by=command.by, expected_version=command.expected_version, now=clock.now()
        )
        if card.version:
            store.keep_rate_card(card)
        return changed

    changed = execute(
        store.rate_cards,
        command.creator_id,
        decide,
        produces.rate_card_changed,
        invocation,
        clock,
        blank=RateCard(command.creator_id),
    )
    # Where the process ends before this, the event does it.
    store.show_rates(command.creator_id)
    return changed


def list_history(store: Store, *, creator_id: str, page: PageRequest) -> Page[RateCard]:
    """Every card that was ever in force."""
    card = get_rate_card(store, creator_id=creator_id)
    former = store.former_rate_cards(creator_id, card.version, page)
    fresh = page.since is None or (card.updated_at is not None and card.updated_at >= page.since)
    newest = [card] if card.version and fresh and page.is_behind((card.version,)) else []
    cards = [*newest, *former] if page.descending else [*former, *newest]
    return page.cut(cards[: page.limit], lambda each: (each.version,))
