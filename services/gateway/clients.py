"""The services behind the gateway, and a client of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message

from services.gateway.config import Settings
from services.shared.access import Identity
from services.shared.client import DEADLINE_SECONDS, Client
from services.shared.contracts import SERVICES
from services.shared.tokens import Signer


class Backend(Protocol):
    """What the gateway asks of a service; `services.shared.client.Client` in production."""

    name: str

    def call(
        self,
        method: MethodDescriptor,
        request: Message | Iterator[Message],
        *,
        assertion: str = "",
        identity: Identity | None = None,
        until: datetime | None = None,
        request_id: str = "",
        idempotency_key: str = "",
        timeout: float = DEADLINE_SECONDS,
        on_replay: Callable[[], None] | None = None,
    ) -> Any:
        """The answer of an RPC; raises the error that the service answered with.

        `on_replay` is called where it is the first answer to a command, given again.

        Under an `assertion` for readings, or one that is made for this call alone, in which `identity`
        calls until `until`, or the gateway itself.
        """
        ...

    async def read(
        self, method: MethodDescriptor, request: Message, *, assertion: str, request_id: str
    ) -> bytes:
        """The answer of a reading under an assertion, serialized; raises as `call` does.

        For the event loop, which goes on with other things meanwhile.
        """
        ...

    def reading(self, identity: Identity, scope: str, until: datetime) -> str:
        """Signed proof for this service of who is calling, good for readings under `scope`."""
        ...

    def healthy(self, timeout: float = 1.0) -> bool:
        """Whether the service says that it is ready."""
        ...


def connect(settings: Settings, signer: Signer) -> dict[str, Backend]:
    """A client of each service, by its name. Opens nothing yet."""
    return {
        name: Client(name, getattr(settings, f"{name}_target"), signer, settings.tls_dir) for name in SERVICES
    }
