"""Messages of an offer's thread: written beside the offer, so that they never contend with its commands."""

from __future__ import annotations

from services.campaigns import produces
from services.campaigns.domain.offers import Party, Path
from services.campaigns.domain.thread import Message, check_message
from services.campaigns.handlers.reading import get_offer
from services.campaigns.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.commands import Command, create, replay
from services.shared.paging import Page, PageRequest


def send_message(
    store: Store, clock: Clock, *, by: Party, path: Path, text: str, command: Command
) -> Message:
    """Either side writes into the thread, whatever the state of the offer.

    The messages of a side are counted before one more is written: those that are sent at the same moment
    may pass the limit by as many as they are, which costs nothing.
    """
    replay(store.messages, command)
    offer = get_offer(store, by=by, path=path)
    message = Message(ids.new_id("ms"), offer.id, by.id, by.side, text, clock.now())
    check_message(message, store.count_messages(offer.id, by.side))
    return create(store.messages, message, produces.unannounced, command, clock)


def list_messages(store: Store, *, by: Party, path: Path, page: PageRequest) -> Page[Message]:
    """The thread, oldest first, where the offer is `by`'s to reach."""
    offer = get_offer(store, by=by, path=path)
    after = str(page.after[0]) if page.after else ""
    found = store.messages_of(offer.id, after, page.size + 1)
    return page.cut(found, lambda message: (message.id,))
