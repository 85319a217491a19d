"""Which calls a gRPC server takes: as many as it has threads for. The rest is refused at once.

grpc's own bound counts health checks, too, and lets calls wait unseen for a thread.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from concurrent import futures
from typing import Any

import grpc

from services.shared import telemetry

HEALTH_THREADS = 4
"""For what anybody may ask, and for refusals: never taken by calls."""

OPEN_SERVICES = ("/grpc.health.", "/grpc.reflection.")
"""What anybody in the network may call: says whether the process lives and what it offers."""

_KINDS = ("unary_unary", "unary_stream", "stream_unary", "stream_stream")


class Pool(futures.ThreadPoolExecutor):
    """Threads that know whether one of them is free."""

    def __init__(self, threads: int, name: str) -> None:
        super().__init__(threads, thread_name_prefix=name)
        self._most, self._busy = threads, 0
        self._lock = threading.Lock()

    @property
    def full(self) -> bool:
        """Whether every thread has work."""
        return self._busy >= self._most

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> futures.Future[Any]:
        """Has a thread do it."""
        with self._lock:
            self._busy += 1
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(self._ended)
        return future

    def _ended(self, _: futures.Future[Any]) -> None:
        with self._lock:
            self._busy -= 1


class Admission(grpc.ServerInterceptor):  # type: ignore[misc]
    """Calls, uploads, and what is asked of the process itself: each in threads of its own.

    To be the first interceptor. One thread of grpc's accepts every call: it asks here, and then submits what
    it got to the pool. Nobody else submits, so that a pool that is not full when it is asked has a thread
    free when the call comes to it.
    """

    def __init__(self, threads: int, upload_threads: int) -> None:
        self.calls = Pool(threads, "rpc")
        self._uploads = Pool(upload_threads, "upload")
        self._open = Pool(HEALTH_THREADS, "health")
        # As a stream, so that not even the message is waited for.
        self._refusal = _within(self._open, grpc.stream_unary_rpc_method_handler(_refuse))

    def intercept_service(
        self, continuation: Callable[[Any], grpc.RpcMethodHandler], details: grpc.HandlerCallDetails
    ) -> grpc.RpcMethodHandler:
        """The handler with the pool that is to run it, or the refusal."""
        handler = continuation(details)
        if handler is None:
            return None
        if details.method.startswith(OPEN_SERVICES):
            return _within(self._open, handler)
        pool = self._uploads if handler.request_streaming else self.calls
        if pool.full:
            return self._refusal
        return handler if pool is self.calls else _within(pool, handler)


def _within(pool: Pool, handler: grpc.RpcMethodHandler) -> grpc.RpcMethodHandler:
    """The handler, to be run by `pool`: grpc looks for an attribute of the function."""

    def pooled(behaviour: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(behaviour)
        def run(*given: Any) -> Any:
            return behaviour(*given)

        run.experimental_thread_pool = pool  # type: ignore[attr-defined]
        return run

    return handler._replace(**{kind: pooled(found) for kind in _KINDS if (found := getattr(handler, kind))})


def _refuse(_: Any, context: grpc.ServicerContext) -> None:
    telemetry.RPC_REFUSED.inc()
    context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "Every thread is taken; try again in a moment.")
