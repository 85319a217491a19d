"""gRPC servers and clients as every process builds them.

One interceptor stands before every RPC: it wants a deadline, verifies the caller's assertion, checks
the declared access rule, maps errors both ways intact, and writes one log line.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple

import grpc
import pymongo
from google.protobuf.message import Message
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from services.shared import access, constraints, logs, ops, telemetry, tls, traces
from services.shared.access import Rule
from services.shared.admission import OPEN_SERVICES, Admission
from services.shared.assertions import Assertion, OneCall, digest
from services.shared.calls import Call, serving, shaved
from services.shared.commands import Replayed
from services.shared.config import ServiceSettings
from services.shared.errors import CallboardError, Internal, Malformed
from services.shared.outages import unavailable
from services.shared.telemetry import RpcMeter
from services.shared.tokens import Verifier
from services.shared.wire import (
    ASSERTION_KEY,
    IDEMPOTENCY_KEY,
    LARGEST_REQUEST,
    REPLAYED_KEY,
    REQUEST_ID_KEY,
    abort,
)

log = logs.logger()

GRACE_SECONDS = 20
"""What calls under way get to end in, after the process was told to stop and has drained."""

LIVENESS = "liveness"
"""The name under which health says that the process serves, whatever it depends on."""

SERVING, NOT_SERVING = health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING


class Received(NamedTuple):
    """A request, and the bytes in which it came."""

    message: Message
    wire: bytes


class RpcInterceptor(grpc.ServerInterceptor):  # type: ignore[misc]
    """Deadline, identity, access rule, repetitions, errors and logs, for every RPC alike."""

    def __init__(self, rules: dict[str, Rule], verifier: Verifier[Assertion]) -> None:
        self._rules, self._verifier = rules, verifier
        self._wrapped: dict[str, grpc.RpcMethodHandler] = {}

    def intercept_service(
        self, continuation: Callable[[Any], grpc.RpcMethodHandler], details: grpc.HandlerCallDetails
    ) -> grpc.RpcMethodHandler:
        """Puts the checks before the handler; remembers the result by method."""
        path = details.method
        if path in self._wrapped:
            return self._wrapped[path]
        handler = continuation(details)
        if handler is None or path.startswith(OPEN_SERVICES):
            return handler
        self._wrapped[path] = self._wrap(path, self._rules[path], handler)
        return self._wrapped[path]

    def _wrap(self, path: str, rule: Rule, handler: grpc.RpcMethodHandler) -> grpc.RpcMethodHandler:
        streamed, meter = handler.request_streaming, RpcMeter(path)
        behaviour = handler.stream_unary if streamed else handler.unary_unary

        def guarded(request: Any, context: grpc.ServicerContext) -> Any:
            return self._serve(path, rule, behaviour, request, context, meter)

        def serialize(reply: Message | bytes) -> bytes:
            return reply if isinstance(reply, bytes) else reply.SerializeToString()

        parse = handler.request_deserializer
        if streamed:
            return grpc.stream_unary_rpc_method_handler(guarded, parse, serialize)
        # An assertion names the bytes of the request, which no second serialization need give again.
        return grpc.unary_unary_rpc_method_handler(
            guarded, lambda wire: Received(parse(wire), wire), serialize
        )

    def _serve(
        self,
        path: str,
        rule: Rule,
        behaviour: Callable[[Any, Any], Any],
        request: Any,
        context: grpc.ServicerContext,
        meter: RpcMeter,
    ) -> Any:
        metadata = dict(context.invocation_metadata())
        started = time.perf_counter()
        meter.begun()
        outcome = "ok"
        with logs.request(metadata.get(REQUEST_ID_KEY, "")):
            try:
                received = request if isinstance(request, Received) else None
                call = self._call(path, rule, metadata, received, context)
                rule.check(call.identity, received.message if received else None)
                if received:
                    constraints.enforce(received.message)
                token = serving.set(call)
                try:
                    with _time_limit(call, received):
                        return behaviour(received.message if received else request, context)
                finally:
                    serving.reset(token)
            except Replayed as done:
                context.set_trailing_metadata(((REPLAYED_KEY, "true"),))
                return done.reply  # The first answer as it was sent: nothing is encoded anew.
            except CallboardError as error:
                outcome = error.kind
                abort(context, error)
            except Exception as error:
                answered = _unexpected(path, error)
                outcome = answered.kind
                abort(context, answered)
            finally:
                seconds = time.perf_counter() - started
                meter.ended(outcome, seconds)
                # A reading that succeeds stands in the gateway's line already.
                plain = outcome == "ok" and IDEMPOTENCY_KEY not in metadata
                level = logging.DEBUG if plain else logging.INFO
                log.log(level, "rpc", rpc=path, outcome=outcome, ms=round(seconds * 1000, 2))

    def _call(
        self,
        path: str,
        rule: Rule,
        metadata: dict[str, Any],
        received: Received | None,
        context: grpc.ServicerContext,
    ) -> Call:
        remaining = context.time_remaining()
        if remaining is None or remaining > 10**6:
            raise Malformed("The call has no deadline; set one.")
        assertion = self._verifier.verify(metadata.get(ASSERTION_KEY, ""))
        action, request_id = path.removeprefix("/"), metadata.get(REQUEST_ID_KEY, "")
        key = metadata.get(IDEMPOTENCY_KEY, "")
        # A reading's says nothing of the request: it need not be hashed.
        one_call = isinstance(assertion.use, OneCall) and received is not None
        sha256 = digest(received.wire) if one_call and received else ""
        assertion.check(rule, OneCall(action, sha256, key, request_id))
        return Call(
            action=action,
            identity=assertion.identity,
            request_id=request_id,
            idempotency_key=key,
            ends_at=time.monotonic() + remaining,
        )


def _time_limit(call: Call, received: Received | None) -> AbstractContextManager[None]:
    """Has MongoDB give up a query before the caller does, so that it works for nobody who has gone.

    An upload takes as long as it takes; each of its writes is bounded by the time that its socket has.
    """
    return nullcontext() if received is None else pymongo.timeout(shaved(call.ends_at - time.monotonic()))


def _unexpected(path: str, error: Exception) -> CallboardError:
    if passing := unavailable(error):
        log.warning("unavailable", rpc=path, detail=passing.detail, error=repr(error))
        return passing
    log.exception("unexpected", rpc=path)
    return Internal("Something broke on our side; the request id finds it in the log.")


Registration = tuple[Callable[[Any, grpc.Server], None], Any]
"""What grpc_tools generated to add a servicer, and the servicer."""


def build_server(
    settings: ServiceSettings,
    modules: Sequence[Any],
    registrations: Sequence[Registration],
    verifier: Verifier[Assertion],
) -> grpc.Server:
    """A server with every service of the proto `modules`, and reflection where it is on; not yet started.

    Raises UndeclaredRule where an RPC has no access rule, and Contradiction where a field cannot be enforced.
    """
    services = [each for module in modules for each in module.DESCRIPTOR.services_by_name.values()]
    constraints.check_contracts(services)
    admission = Admission(settings.rpc_threads, settings.upload_threads)
    server = grpc.server(
        admission.readings,
        interceptors=[
            admission,
            *traces.interceptors(),
            RpcInterceptor(access.rules_of(services), verifier),
        ],
        options=[
            ("grpc.max_connection_age_ms", int(settings.max_connection_age_seconds * 1000)),
            # As long as an upload may take: a connection that is given up is closed when it is idle.
            ("grpc.max_connection_age_grace_ms", 3_600_000),
            ("grpc.so_reuseport", 0),
            ("grpc.max_receive_message_length", LARGEST_REQUEST),
            # An assertion carries the guardrails of the grant.
            ("grpc.max_metadata_size", 20 << 10),
            ("grpc.absolute_max_metadata_size", 40 << 10),
        ],
    )
    for add, servicer in registrations:
        add(servicer, server)
    if settings.reflection:
        _reflect([each.full_name for each in services], server)
    return server


def _reflect(names: list[str], server: grpc.Server) -> None:
    """Has the server say what it offers, to anybody."""
    from grpc_reflection.v1alpha import reflection  # noqa: PLC0415 (only where it is asked for)

    reflection.enable_server_reflection([*names, health.SERVICE_NAME, reflection.SERVICE_NAME], server)


def serve(server: grpc.Server, settings: ServiceSettings, ready: Callable[[], bool]) -> None:
    """Serves until SIGTERM or SIGINT, then drains: says that it is not ready, goes on for `drain_seconds`,
    and gives the calls under way GRACE_SECONDS to end.

    Health of "" says SERVING while `ready` says that dependencies answer, and LIVENESS as long as it serves.
    """
    stopping = threading.Event()
    probes = ops.Probes(ready)
    telemetry.RPC_CAPACITY.set(2 * settings.rpc_threads + settings.upload_threads)
    ops.start(settings.ops_listen, probes, telemetry.offered(telemetry.RPC, probes.ready))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    servicer = health.HealthServicer()
    servicer.set("", NOT_SERVING)  # It would begin as SERVING.
    servicer.set(LIVENESS, SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    tls.listen(server, settings.listen, settings.tls_dir)
    server.start()
    log.info("serving", listen=settings.listen)
    # A dependency that hangs holds up the answer to "ready?", but not the end.
    threading.Thread(target=_watch_readiness, args=(servicer, ready, stopping), daemon=True).start()
    stopping.wait()
    probes.drain()
    servicer.set("", NOT_SERVING)
    log.info("draining", seconds=settings.drain_seconds)
    time.sleep(settings.drain_seconds)
    server.stop(grace=GRACE_SECONDS).wait()
    log.info("stopped")


def _watch_readiness(
    servicer: health.HealthServicer, ready: Callable[[], bool], stopping: threading.Event
) -> None:
    while not stopping.is_set():
        is_ready = ready()
        if not stopping.is_set():
            servicer.set("", SERVING if is_ready else NOT_SERVING)
        stopping.wait(1)
