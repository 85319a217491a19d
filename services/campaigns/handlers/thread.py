"""Messages of an offer's thread: written beside the offer, so that they never contend with its commands."""

from __future__ import annotations

from services.campaigns import produces
from services.campaigns.domain.commands import SendMessage
from services.campaigns.domain.offers import Party, Path
from services.campaigns.domain.thread import Message, check_room
from services.campaigns.handlers.reading import get_offer
from services.campaigns.store import Store
from services.shared.clock import Clock
from services.shared.commands import Invocation, create, repeatable
from services.shared.paging import Page, PageRequest


def send_message(store: Store, clock: Clock, command: SendMessage, invocation: Invocation) -> Message:
    """Either side writes into the thread, whatever the state of the offer.

    The messages of a side are counted before one more is written: those that are sent at the same moment
    may pass the limit by as many as they are, which costs nothing.
    """
    message_id, by = invocation.new_id("ms"), command.by
    with repeatable(store.messages, message_id, invocation):
        offer = get_offer(store, by=by, path=command.path)
        check_room(store.count_messages(offer.id, by.side))
    message = Message(message_id, offer.id, by.id, by.side, command.text, clock.now(), author_name=by.name)
    return create(store.messages, message, produces.message_sent(offer), invocation, clock)


def list_messages(store: Store, *, by: Party, path: Path, page: PageRequest) -> Page[Message]:
    """The thread, where the offer is `by`'s to reach."""
    offer = get_offer(store, by=by, path=path)
    return page.cut(store.messages_of(offer.id, page))
