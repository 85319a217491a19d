"""The services behind the gateway: one line each."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any, Protocol

from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message

from protos.campaigns.v1 import campaigns_pb2
from protos.metrics.v1 import metrics_pb2
from protos.roster.v1 import roster_pb2
from services.gateway.config import Settings
from services.shared.access import Identity
from services.shared.client import DEADLINE_SECONDS, Client
from services.shared.tokens import Signer

SERVICES: dict[str, tuple[ModuleType, ...]] = {
    "roster": (roster_pb2,),
    "campaigns": (campaigns_pb2,),
    "metrics": (metrics_pb2,),
}
"""The proto modules of each service, whose RPCs become routes."""

Descriptors = dict[str, list[ServiceDescriptor]]


class Backend(Protocol):
    """What the gateway asks of a service; `services.shared.client.Client` in production."""

    name: str

    def call(
        self,
        method: MethodDescriptor,
        request: Message | Iterator[Message],
        *,
        assertion: str = "",
        request_id: str = "",
        idempotency_key: str = "",
        timeout: float = DEADLINE_SECONDS,
    ) -> Any:
        """The answer of an RPC; raises the error that the service answered with."""
        ...

    def assertion_for(self, identity: Identity) -> str:
        """Signed proof for this service of who is calling."""
        ...

    def healthy(self, timeout: float = 1.0) -> bool:
        """Whether the service says that it is ready."""
        ...


def descriptors() -> Descriptors:
    """The gRPC services that each service offers."""
    return {
        name: [each for module in modules for each in module.DESCRIPTOR.services_by_name.values()]
        for name, modules in SERVICES.items()
    }


def connect(settings: Settings, signer: Signer) -> dict[str, Backend]:
    """A client of each service, by its name. Opens nothing yet."""
    return {
        name: Client(name, getattr(settings, f"{name}_target"), signer, settings.tls_dir) for name in SERVICES
    }
