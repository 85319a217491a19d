"""The call that a thread is serving as the invocation of a command, with the answer to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar

from google.api import annotations_pb2
from google.protobuf import descriptor_pool
from google.protobuf.message import Message

from services.shared.calls import current
from services.shared.commands import Invocation
from services.shared.wire import request_digest

T = TypeVar("T")
M = TypeVar("M", bound=Message)

_VARIABLE = re.compile(r"\{([a-z0-9_]+)\}")


class RpcInvocation(Invocation, Generic[T, M]):
    """The invocation by the call that this thread is serving.

    `encode` makes the answer out of what the handler returns: once, whether it is remembered with the change
    or only sent. Without a `request` (a stream) what was asked is not known yet.
    """

    def __init__(self, request: Message | None, encode: Callable[[T], M]) -> None:
        call = current()
        super().__init__(
            actor=call.identity.party_id,
            request_id=call.request_id,
            path=_path(call.action, request),
            key=call.idempotency_key,
            request_sha=request_digest(request) if request is not None else "",
        )
        self._encode = encode
        self._answered: tuple[T, M] | None = None

    def answer(self, result: T) -> M:
        """The answer that says `result`."""
        if self._answered is None or self._answered[0] != result:
            self._answered = (result, self._encode(result))
        return self._answered[1]

    def encode(self, result: T) -> bytes:
        """The result as the answer that a repetition gets."""
        return self.answer(result).SerializeToString()


def _path(action: str, request: Message | None) -> str:
    """The RPC with what the path of its route names, whichever route it came by."""
    named = [f"{name}={getattr(request, name)}" for name in variables(action)]
    return "&".join((action, *named))


@cache
def variables(action: str) -> tuple[str, ...]:
    """The fields of its request that the paths of an RPC's routes name."""
    method: Any = descriptor_pool.Default().FindMethodByName(action.replace("/", "."))
    http = method.GetOptions().Extensions[annotations_pb2.http]
    routes = (
        getattr(each, each.WhichOneof("pattern") or "get") for each in (http, *http.additional_bindings)
    )
    return tuple(sorted({name for route in routes for name in _VARIABLE.findall(route)}))
