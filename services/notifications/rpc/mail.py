"""Mail subscriptions, and the outbox."""

from __future__ import annotations

from typing import Any

from google.protobuf import empty_pb2

from protos.notifications.v1 import mail_pb2 as pb
from protos.notifications.v1 import mail_pb2_grpc as grpc_
from services.notifications.domain.mail import Mail, MailState
from services.notifications.domain.subscriptions import (
    Frequency,
    Language,
    MailSubscription,
    SubscriptionState,
)
from services.notifications.handlers import mail_outbox
from services.notifications.handlers import mail_subscriptions as subscriptions
from services.notifications.handlers.mail_subscriptions import (
    Confirmation,
    NewSubscription,
    SubscriptionChange,
)
from services.notifications.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import enum_of, from_message, optional, texts_of, to_message, to_page

join(
    MailSubscription,
    pb.MailSubscription,
    domain_only=["party_id", "client_id", "token_sha256", "token_ends_at"],
)
join(NewSubscription, pb.CreateMailSubscriptionRequest, domain_only=["party_id", "client_id"])
join(Confirmation, pb.ConfirmMailSubscriptionRequest, domain_only=["party_id"])
join(
    Mail,
    pb.Mail,
    domain_only=[
        *("kind", "subscription_id", "party_id", "planned_at", "event_ids", "more", "count", "claimed_until"),
    ],
)


class MailRpc(grpc_.MailServiceServicer):
    """A party's mail subscriptions, and the operator's outbox."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock

    def CreateMailSubscription(
        self, request: pb.CreateMailSubscriptionRequest, _: Any
    ) -> pb.MailSubscription:
        invocation = RpcInvocation(request, _shown)
        by = caller()
        given = from_message(NewSubscription, request, party_id=by.party_id, client_id=by.client_id)
        return invocation.answer(subscriptions.create_subscription(self.store, self.clock, given, invocation))

    def ListMailSubscriptions(
        self, request: pb.ListMailSubscriptionsRequest, _: Any
    ) -> pb.ListMailSubscriptionsResponse:
        state = enum_of(SubscriptionState, request, "state")
        page = list_request(request)
        party_id = caller().party_id
        found = subscriptions.list_subscriptions(self.store, party_id=party_id, state=state, page=page)
        return to_page(pb.ListMailSubscriptionsResponse, pb.MailSubscription, found)

    def GetMailSubscription(self, request: pb.GetMailSubscriptionRequest, _: Any) -> pb.MailSubscription:
        named = {"party_id": caller().party_id, "subscription_id": request.subscription_id}
        return _shown(subscriptions.get_subscription(self.store, **named))

    def PatchMailSubscription(self, request: pb.PatchMailSubscriptionRequest, _: Any) -> pb.MailSubscription:
        invocation = RpcInvocation(request, _shown)
        values = {
            "language": enum_of(Language, request, "language"),
            "frequency": enum_of(Frequency, request, "frequency"),
            "events": texts_of(request, "events"),
            "state": enum_of(SubscriptionState, request, "state"),
        }
        fields = {name: value for name, value in values.items() if name in request.update_mask.paths}
        expected = optional(request, "expected_version")
        change = SubscriptionChange(caller().party_id, request.subscription_id, fields, expected)
        return invocation.answer(
            subscriptions.change_subscription(self.store, self.clock, change, invocation)
        )

    def DeleteMailSubscription(self, request: pb.DeleteMailSubscriptionRequest, _: Any) -> empty_pb2.Empty:
        named = {"party_id": caller().party_id, "subscription_id": request.subscription_id}
        subscriptions.delete_subscription(self.store, **named)
        return empty_pb2.Empty()

    def ConfirmMailSubscription(
        self, request: pb.ConfirmMailSubscriptionRequest, _: Any
    ) -> pb.MailSubscription:
        invocation = RpcInvocation(request, _shown)
        given = from_message(Confirmation, request, party_id=caller().party_id)
        return invocation.answer(
            subscriptions.confirm_subscription(self.store, self.clock, given, invocation)
        )

    def ListMails(self, request: pb.ListMailsRequest, _: Any) -> pb.ListMailsResponse:
        state = enum_of(MailState, request, "state")
        found = mail_outbox.list_mails(self.store, state=state, page=list_request(request))
        return to_page(pb.ListMailsResponse, pb.Mail, found)

    def GetMail(self, request: pb.GetMailRequest, _: Any) -> pb.Mail:
        return to_message(pb.Mail, mail_outbox.get_mail(self.store, mail_id=request.mail_id))


def _shown(subscription: MailSubscription) -> pb.MailSubscription:
    return to_message(pb.MailSubscription, subscription)
