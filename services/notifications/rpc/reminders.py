"""Settings of reminders."""

from __future__ import annotations

from typing import Any

from protos.notifications.v1 import notifications_pb2 as pb
from protos.notifications.v1 import notifications_pb2_grpc as grpc_
from services.notifications.domain.reminders import ReminderSettings
from services.notifications.handlers import reminder_settings
from services.notifications.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.mapping import from_message, optional, to_message

join(ReminderSettings, pb.ReminderSettings, domain_only=["id"])
join(
    ReminderSettings,
    pb.PutReminderSettingsRequest,
    domain_only=["id", "version"],
    message_only=["expected_version"],
)


class ReminderRpc(grpc_.ReminderServiceServicer):
    """When a party is reminded of deadlines."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock

    def GetReminderSettings(self, request: pb.GetReminderSettingsRequest, _: Any) -> pb.ReminderSettings:
        return _shown(reminder_settings.get_settings(self.store, caller().party_id))

    def PutReminderSettings(self, request: pb.PutReminderSettingsRequest, _: Any) -> pb.ReminderSettings:
        invocation = RpcInvocation(request, _shown)
        wanted = from_message(ReminderSettings, request, id=caller().party_id, version=0)
        expected = optional(request, "expected_version")
        return invocation.answer(
            reminder_settings.put_settings(self.store, self.clock, wanted, expected, invocation)
        )


def _shown(found: ReminderSettings) -> pb.ReminderSettings:
    return to_message(pb.ReminderSettings, found)
