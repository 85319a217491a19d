"""Which calls a gRPC server takes: as many as it has threads for. The rest is refused at once.

grpc's own bound counts health checks, too, and lets calls wait unseen for a thread.
"""

from __future__ import annotations

import functools
import queue
import threading
import time
from collections.abc import Callable
from concurrent import futures
from typing import Any

import grpc

from services.shared import telemetry
from services.shared.wire import IDEMPOTENCY_KEY

HEALTH_THREADS = 4
"""For what anybody may ask, and for refusals: never taken by calls."""

FEW = 4
"""Threads that serve readings while none of these takes long: more would only contend for the interpreter."""

HELD_UP_SECONDS = 0.1
"""After which a call takes long."""

OPEN_SERVICES = ("/grpc.health.", "/grpc.reflection.")
"""What anybody in the network may call: it says whether the process is alive, and what it offers."""

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
        # Read without the lock: only the thread that asks adds to it, so that it can only become less.
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


class Few(futures.Executor):
    """At most `threads` calls at once, of which a few are served and the others wait for those.

    What has been served for longer than HELD_UP_SECONDS, such as an export, no longer counts among the few:
    another thread takes its place. So short calls share a few threads, which costs less than a thread each,
    and long ones hold up the others for a moment only.
    """

    def __init__(self, threads: int, few: int = FEW) -> None:
        self._most, self._few, self._busy, self._threads = threads, min(few, threads), 0, 0
        self._lock = threading.Lock()
        self._waiting: queue.SimpleQueue[tuple[futures.Future[Any], Callable[[], Any]]] = queue.SimpleQueue()
        self._begun: dict[int, float] = {}
        """By thread, when it has begun with the call that it serves."""
        self._crowded = threading.Event()
        self._begin_threads()
        threading.Thread(target=self._watch, name="rpc-watch", daemon=True).start()

    @property
    def full(self) -> bool:
        """Whether as many calls as are allowed are served or wait."""
        return self._busy >= self._most

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> futures.Future[Any]:
        """Has a thread do it."""
        future: futures.Future[Any] = futures.Future()
        with self._lock:
            self._busy += 1
        self._waiting.put((future, functools.partial(fn, *args, **kwargs)))
        # Read without the lock: at worst the watch looks once for nothing.
        if self._busy > self._few:
            self._crowded.set()
        return future

    def _watch(self) -> None:
        """Looks for calls that take long, as long as some wait; costs nothing while none do."""
        while self._crowded.wait():
            self._crowded.clear()
            time.sleep(HELD_UP_SECONDS)
            self._begin_threads()
            if self._busy > self._few:
                self._crowded.set()

    def _begin_threads(self) -> None:
        """As many as there are to be now."""
        with self._lock:
            missing = self._wanted() - self._threads
            self._threads += max(0, missing)
        for _ in range(missing):
            threading.Thread(target=self._serve, name="rpc", daemon=True).start()

    def _wanted(self) -> int:
        late = time.monotonic() - HELD_UP_SECONDS
        return min(self._most, self._few + sum(begun <= late for begun in self._begun.values()))

    def _serve(self) -> None:
        me = threading.get_ident()
        while True:
            future, work = self._waiting.get()
            with self._lock:
                self._begun[me] = time.monotonic()
            try:
                future.set_result(work())
            except BaseException as error:
                # It belongs to whoever has submitted the call; the thread serves on.
                future.set_exception(error)
            with self._lock:
                del self._begun[me]
                self._busy -= 1
                # A thread that took the place of a long call ends when such calls have ended.
                if self._threads > self._few and self._threads > self._wanted():
                    self._threads -= 1
                    return


class Admission(grpc.ServerInterceptor):  # type: ignore[misc]
    """Readings, commands, uploads, and what is asked of the process itself: each in threads of its own.

    A command may take a while: it waits for leases to run out, and for journaled writes.

    To be the first interceptor. One thread of grpc's accepts every call: it asks here, and then submits what
    it got to the pool. Nobody else submits, so that a pool that is not full when it is asked has a thread
    free when the call comes to it.
    """

    def __init__(self, threads: int, upload_threads: int) -> None:
        self.readings = Few(threads)
        self._commands = Pool(threads, "command")
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
        pool = self._pool_of(handler, details)
        if pool.full:
            return self._refusal
        return _within(pool, handler) if isinstance(pool, Pool) else handler

    def _pool_of(self, handler: grpc.RpcMethodHandler, details: grpc.HandlerCallDetails) -> Pool | Few:
        if handler.request_streaming:
            return self._uploads
        return self._commands if IDEMPOTENCY_KEY in dict(details.invocation_metadata) else self.readings


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
