"""The RPCs of the notifications service: parse, call one handler, convert."""

from __future__ import annotations

from protos.notifications.v1 import mail_pb2_grpc
from protos.notifications.v1 import notifications_pb2_grpc as grpc_
from services.notifications.handlers.listing import Listing
from services.notifications.rpc.events import EventRpc
from services.notifications.rpc.mail import MailRpc
from services.notifications.rpc.reminders import ReminderRpc
from services.notifications.rpc.webhooks import WebhookRpc
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.rpc import Registration


def registrations(store: Store, clock: Clock, *, private: bool) -> list[Registration]:
    """Every servicer with the function that adds it to a server."""
    return [
        (grpc_.add_WebhookServiceServicer_to_server, WebhookRpc(store, clock, private=private)),
        (grpc_.add_ReminderServiceServicer_to_server, ReminderRpc(store, clock)),
        (grpc_.add_EventServiceServicer_to_server, EventRpc(Listing(store, clock))),
        (mail_pb2_grpc.add_MailServiceServicer_to_server, MailRpc(store, clock)),
    ]
