"""What the notifications service does on events: a consumer for each stream publishes in its order.

Others keep the deadlines of offers, and mail links to people. They hold up nothing that is published.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from protos.campaigns.v1 import events_pb2 as campaigns
from protos.roster.v1 import events_pb2 as roster_events
from services.notifications import catalogue
from services.notifications.domain.mail import MailKind
from services.notifications.domain.reminders import Deadline, OfferDeadlines
from services.notifications.handlers.account_mail import mail_link
from services.notifications.handlers.publishing import publish
from services.notifications.handlers.reminders import note_deadlines
from services.notifications.roster import Roster
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.events import Consumer, Handler, Received
from services.shared.joins import join
from services.shared.mapping import from_message

join(Deadline, campaigns.OfferRef.Deadline)

ACCOUNTS = "notifications-accounts"
DEADLINES = "notifications-deadlines"


def consumers(store: Store, clock: Clock, roster: Roster, wake: Callable[[], None]) -> list[Consumer]:
    """Every durable consumer of the service, one row each; `wake` has sent what is put on its way."""

    def on_event(event: Received) -> None:
        publish(store, roster, clock, event)
        wake()

    def on_offer(event: Received) -> None:
        note_deadlines(store, clock, _deadlines(event.message.offer))

    def on_invitation(event: Received) -> None:
        said = event.message
        given = {"owner_id": said.invitation_id, "party_id": said.party_id, "locale": said.locale}
        mail_link(store, clock, kind=MailKind.INVITATION, address=said.email, **given)

    def on_reset(event: Received) -> None:
        said = event.message
        given = {"owner_id": said.reset_id, "party_id": "", "locale": said.locale}
        mail_link(store, clock, kind=MailKind.RESET, address=said.email, **given)

    def handlers(messages: tuple[type[Message], ...]) -> dict[type[Message], Handler]:
        return dict.fromkeys(messages, on_event)

    publishing = [
        Consumer(
            f"notifications-{stream.lower()}",
            stream,
            f"{stream.lower()}.v1.>",
            handlers(messages),
            ordered=True,
        )
        for stream, messages in catalogue.sources().items()
    ]
    offers: dict[type[Message], Handler] = dict.fromkeys(_about_offers(), on_offer)
    mails: dict[type[Message], Handler] = {
        roster_events.InvitationMade: on_invitation,
        roster_events.ResetRequested: on_reset,
    }
    return [
        *publishing,
        Consumer(DEADLINES, "CAMPAIGNS", "campaigns.v1.>", offers),
        Consumer(ACCOUNTS, "ROSTER", "roster.v1.>", mails),
    ]


def _about_offers() -> list[type[Message]]:
    messages = campaigns.DESCRIPTOR.message_types_by_name.values()
    return [GetMessageClass(each) for each in messages if "offer" in each.fields_by_name]


def _deadlines(offer: Any) -> OfferDeadlines:
    return OfferDeadlines(
        id=offer.offer_id,
        version=offer.version,
        creator_id=offer.creator_id,
        brand_id=offer.brand_id,
        brand_name=offer.brand_name,
        campaign_id=offer.campaign_id,
        campaign_name=offer.campaign_name,
        deadlines=tuple(from_message(Deadline, each) for each in offer.deadlines),
    )
