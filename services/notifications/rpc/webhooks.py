"""Webhooks."""

from __future__ import annotations

from typing import Any

from google.protobuf import empty_pb2

from protos.notifications.v1 import notifications_pb2 as pb
from protos.notifications.v1 import notifications_pb2_grpc as grpc_
from services.notifications.domain.deliveries import Attempt, Delivery, DeliveryState, Redelivery
from services.notifications.domain.webhooks import Webhook, WebhookState
from services.notifications.handlers import notices, redelivering, webhooks
from services.notifications.handlers.webhooks import Change, Registration
from services.notifications.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import enum_of, texts_of, to_datetime, to_message, to_page

join(Webhook, pb.Webhook, domain_only=["party_id", "client_id", "secrets", "redelivered_at"])
join(
    Webhook,
    pb.CreateWebhookResponse,
    domain_only=[
        *("party_id", "client_id", "secrets", "state"),
        *("failing_since", "redelivered_at", "created_at", "updated_at"),
    ],
    message_only=["secret"],
)
join(Attempt, pb.Attempt)
join(Redelivery, pb.RedeliverEventsResponse)
join(Delivery, pb.Delivery, domain_only=["webhook_id", "lane", "position", "count"])


class WebhookRpc(grpc_.WebhookServiceServicer):
    """A party's webhooks."""

    def __init__(self, store: Store, clock: Clock, *, private: bool) -> None:
        self.store, self.clock, self.private = store, clock, private

    def CreateWebhook(self, request: pb.CreateWebhookRequest, _: Any) -> pb.CreateWebhookResponse:
        invocation = RpcInvocation(request, _with_secret)
        events = texts_of(request, "events")
        by = caller()
        given = Registration(by.party_id, by.client_id, request.url, events, request.description)
        made = webhooks.create_webhook(self.store, self.clock, given, invocation, private=self.private)
        return invocation.answer(made)

    def ListWebhooks(self, request: pb.ListWebhooksRequest, _: Any) -> pb.ListWebhooksResponse:
        state = enum_of(WebhookState, request, "state")
        page = list_request(request)
        found = webhooks.list_webhooks(self.store, party_id=caller().party_id, state=state, page=page)
        return to_page(pb.ListWebhooksResponse, pb.Webhook, found)

    def GetWebhook(self, request: pb.GetWebhookRequest, _: Any) -> pb.Webhook:
        named = {"party_id": caller().party_id, "webhook_id": request.webhook_id}
        return to_message(pb.Webhook, webhooks.get_webhook(self.store, **named))

    def PatchWebhook(self, request: pb.PatchWebhookRequest, _: Any) -> pb.Webhook:
        invocation = RpcInvocation(request, _plain)
        values = {
            "url": request.url,
            "events": texts_of(request, "events"),
            "description": request.description,
            "state": enum_of(WebhookState, request, "state"),
        }
        fields = {name: value for name, value in values.items() if name in request.update_mask.paths}
        expected = request.expected_version if request.HasField("expected_version") else None
        change = Change(caller().party_id, request.webhook_id, fields, expected)
        changed = webhooks.change_webhook(self.store, self.clock, change, invocation, private=self.private)
        return invocation.answer(changed)

    def DeleteWebhook(self, request: pb.DeleteWebhookRequest, _: Any) -> empty_pb2.Empty:
        webhooks.delete_webhook(self.store, party_id=caller().party_id, webhook_id=request.webhook_id)
        return empty_pb2.Empty()

    def RotateWebhookSecret(self, request: pb.RotateWebhookSecretRequest, _: Any) -> pb.CreateWebhookResponse:
        invocation = RpcInvocation(request, _with_secret)
        named = {"party_id": caller().party_id, "webhook_id": request.webhook_id}
        rotated = webhooks.rotate_secret(self.store, self.clock, **named, invocation=invocation)
        return invocation.answer(rotated)

    def TestWebhook(self, request: pb.TestWebhookRequest, _: Any) -> pb.Delivery:
        named = {"party_id": caller().party_id, "webhook_id": request.webhook_id}
        webhook = webhooks.get_webhook(self.store, **named)
        return _shown(notices.send_test(self.store, self.clock, webhook))

    def ListDeliveries(self, request: pb.ListDeliveriesRequest, _: Any) -> pb.ListDeliveriesResponse:
        state = enum_of(DeliveryState, request, "state")
        page = webhooks.list_deliveries(
            self.store,
            party_id=caller().party_id,
            webhook_id=request.webhook_id,
            state=state,
            page=list_request(request),
        )
        return pb.ListDeliveriesResponse(items=map(_shown, page.items), next_cursor=page.next_cursor)

    def RedeliverEvent(self, request: pb.RedeliverEventRequest, _: Any) -> pb.Delivery:
        named = {"webhook_id": request.webhook_id, "delivery_id": request.delivery_id}
        return _shown(redelivering.redeliver(self.store, self.clock, party_id=caller().party_id, **named))

    def RedeliverEvents(self, request: pb.RedeliverEventsRequest, _: Any) -> pb.RedeliverEventsResponse:
        invocation = RpcInvocation(request, _redelivery)
        done = redelivering.redeliver_since(
            self.store,
            self.clock,
            party_id=caller().party_id,
            webhook_id=request.webhook_id,
            since=to_datetime(request.since),
            invocation=invocation,
        )
        return invocation.answer(done)


def _plain(webhook: Webhook) -> pb.Webhook:
    return to_message(pb.Webhook, webhook)


def _with_secret(webhook: Webhook) -> pb.CreateWebhookResponse:
    message = to_message(pb.CreateWebhookResponse, webhook)
    message.secret = webhook.secrets[0].value
    return message


def _redelivery(done: Redelivery) -> pb.RedeliverEventsResponse:
    return to_message(pb.RedeliverEventsResponse, done)


def _shown(delivery: Delivery) -> pb.Delivery:
    return to_message(pb.Delivery, delivery)
