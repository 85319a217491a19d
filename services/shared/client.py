"""Calls to another service: a deadline always, errors as the one family, retries only where unavailable.

A retry is safe: a command carries an idempotency key, so its second sending gets the first answer.
Channels are made on first use and so after any fork, never before. Threads share one channel, and an event
loop has one of its own.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import grpc
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from grpc_health.v1 import health_pb2, health_pb2_grpc

from services.shared import tls, traces
from services.shared.access import LEASE_SECONDS, Identity, path_of
from services.shared.assertions import OWN_SECONDS, Assertion, OneCall, Reading, Use, claims_of, digest
from services.shared.calls import shaved
from services.shared.errors import KINDS_BY_CLASS, CallboardError, Unauthenticated, Unavailable
from services.shared.tokens import ASSERTION, Signer
from services.shared.wire import (
    ASSERTION_KEY,
    IDEMPOTENCY_KEY,
    LARGEST_ANSWER,
    REPLAYED_KEY,
    REQUEST_ID_KEY,
    error_from,
)

DEADLINE_SECONDS = 5.0

_SERVICE_CONFIG = {
    "loadBalancingConfig": [{"round_robin": {}}],
    # A budget for retries: where more than a tenth of the calls fail for long, none is repeated, so that
    # a service which is overloaded is not asked four times as much.
    "retryThrottling": {"maxTokens": 100, "tokenRatio": 0.1},
    "methodConfig": [
        {
            "name": [{}],
            "retryPolicy": {
                "maxAttempts": 4,
                "initialBackoff": "0.05s",
                "maxBackoff": "0.5s",
                "backoffMultiplier": 2.5,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }
    ],
}

_OPTIONS = [
    ("grpc.service_config", json.dumps(_SERVICE_CONFIG)),
    ("grpc.keepalive_time_ms", 30_000),
    # What a dead node does not acknowledge for so long ends the connection, and another pod is asked.
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.max_reconnect_backoff_ms", 1_000),
    ("grpc.initial_reconnect_backoff_ms", 100),
    # A lost connection has the name resolved again: during a rollout each second counts.
    ("grpc.dns_min_time_between_resolutions_ms", 500),
    ("grpc.max_receive_message_length", LARGEST_ANSWER),
]

Stub = Callable[..., Any]


class AssertionRefused(Unavailable):
    """A service does not accept who is said to call: the proof ran out on the way, or clocks or keys differ.

    For others it is Unavailable; who can show a fresh proof may try again, for nothing was done.
    """

    @property
    def kind(self) -> str:
        """That of Unavailable."""
        return KINDS_BY_CLASS[Unavailable]


class Client:
    """Calls the service `name` at `target`, signing with `signer`; over TLS with the files of `tls_dir`."""

    def __init__(self, name: str, target: str, signer: Signer, tls_dir: Path | None = None) -> None:
        self.name = name
        self._target, self._signer, self._tls_dir = target, signer, tls_dir
        self._own = Identity(service=signer.issuer)
        self._lock = threading.Lock()
        self._channel: grpc.Channel | None = None
        self._loop_channel: grpc.aio.Channel | None = None
        self._stubs: dict[str, Stub] = {}
        self._loop_stubs: dict[str, Stub] = {}

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
        """The answer of an RPC to `request`; raises the error that the service answered with.

        `on_replay` is called where it is the first answer to a command, given again.

        With an `assertion` for readings, that is shown. Else one is signed for this call alone, in which
        `identity` calls, or this process on its own account; until `until`, or for as long as is accepted.
        Raises AssertionRefused where the service does not accept it.
        """
        # Two threads may make the same stub at once, which does no harm: both use the one channel.
        stub = self._stubs.get(method.full_name) or self._make_stub(method)
        # Serialized once: what is signed for are the very bytes that are sent.
        sent = request.SerializeToString() if isinstance(request, Message) else request
        if not assertion:
            sha256 = digest(sent) if isinstance(sent, bytes) else ""
            use = OneCall(path_of(method).removeprefix("/"), sha256, idempotency_key, request_id)
            assertion = self._sign(identity or self._own, use, until)
        metadata = _metadata(assertion, request_id, idempotency_key)
        try:
            if on_replay is None:
                return stub(sent, timeout=shaved(timeout), metadata=metadata)
            answer, call = cast(Any, stub).with_call(sent, timeout=shaved(timeout), metadata=metadata)
        except grpc.RpcError as error:
            raise self._answered(error) from error
        if any(key == REPLAYED_KEY for key, _ in call.trailing_metadata() or ()):
            on_replay()
        return answer

    async def read(
        self, method: MethodDescriptor, request: Message, *, assertion: str, request_id: str
    ) -> bytes:
        """The answer of a reading as it came, serialized; raises as `call` does.

        For the thread of an event loop, always the same one, which goes on with other things meanwhile.
        """
        stub = self._loop_stubs.get(method.full_name) or self._make_loop_stub(method)
        metadata = _metadata(assertion, request_id, "")
        try:
            answer: bytes = await stub(
                request.SerializeToString(), timeout=DEADLINE_SECONDS, metadata=metadata
            )
        except grpc.RpcError as error:
            raise self._answered(error) from error
        return answer

    def _answered(self, error: grpc.RpcError) -> CallboardError:
        answered = error_from(error, self.name)
        if isinstance(answered, Unauthenticated):
            return AssertionRefused(
                f"The {self.name} service did not believe who is calling; try again in a moment."
            )
        return answered

    def reading(self, identity: Identity, scope: str, until: datetime) -> str:
        """Signed proof for this service of who is calling, good for readings under `scope`."""
        return self._sign(identity, Reading(scope), until)

    def _sign(self, identity: Identity, use: Use, until: datetime | None) -> str:
        ends = until or self._signer.later(LEASE_SECONDS if identity.party_id else OWN_SECONDS)
        return self._signer.sign_until(ASSERTION, self.name, claims_of(Assertion(identity, use)), ends)

    def healthy(self, timeout: float = 1.0) -> bool:
        """Whether the service says that it and what it needs are ready."""
        try:
            stub = health_pb2_grpc.HealthStub(self._open())
            reply = stub.Check(health_pb2.HealthCheckRequest(), timeout=timeout)
        except grpc.RpcError:
            return False
        return bool(reply.status == health_pb2.HealthCheckResponse.SERVING)

    def _make_stub(self, method: MethodDescriptor) -> Stub:
        channel = self._open()
        make = channel.stream_unary if method.client_streaming else channel.unary_unary
        parts = GetMessageClass(method.input_type).SerializeToString
        stub = make(
            path_of(method),
            request_serializer=parts if method.client_streaming else None,
            response_deserializer=GetMessageClass(method.output_type).FromString,
        )
        self._stubs[method.full_name] = cast(Stub, stub)
        return cast(Stub, stub)

    def _make_loop_stub(self, method: MethodDescriptor) -> Stub:
        if self._loop_channel is None:
            self._loop_channel = tls.channel(self._target, _OPTIONS, self._tls_dir, grpc.aio)
        stub = self._loop_stubs[method.full_name] = self._loop_channel.unary_unary(path_of(method))
        return cast(Stub, stub)

    def _open(self) -> grpc.Channel:
        with self._lock:
            if self._channel is None:
                self._channel = traces.channel(tls.channel(self._target, _OPTIONS, self._tls_dir))
            return self._channel


def _metadata(assertion: str, request_id: str, idempotency_key: str) -> list[tuple[str, str]]:
    named = ((ASSERTION_KEY, assertion), (REQUEST_ID_KEY, request_id), (IDEMPOTENCY_KEY, idempotency_key))
    return [(name, value) for name, value in named if value]
