"""The RSGI application: takes a thread for a request only when all of it is there and its turn has come."""

from __future__ import annotations

import asyncio
import io
import os
import random
import re
import signal
from asyncio import sleep
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from services.gateway.access import Caller, bearer_of
from services.gateway.app import Dependencies, Gateway
from services.gateway.config import Settings
from services.gateway.events.streams import Streams
from services.gateway.front import probes
from services.gateway.front.answer import SERVER, Answer, refused, said
from services.gateway.front.bodies import Body, Held, Source
from services.gateway.front.cors import Cors
from services.gateway.front.heads import Addresses, Head
from services.gateway.front.proofs import may_hold_proof, proof_in
from services.gateway.front.shared import Shared
from services.gateway.front.slots import Slots
from services.gateway.transcode.routes import Route
from services.shared import logs, traces
from services.shared.errors import CallboardError, Internal, MethodNotAllowed, Unauthenticated

log = logs.logger()

VERIFICATIONS = 32
"""Tokens that may wait to be verified: each takes a fraction of a millisecond."""

Page = Callable[[], Awaitable[dict[str, Any]]]


class Front:
    """What granian calls for every request of one worker process.

    Everything here runs on the event loop, and waits for a client without a thread. In the order of the
    steps: limits, then the body under its deadline, then a slot, then the application: here for a reading
    under a lease, else in a thread. What a limit refuses waits for its answer, without a thread: whoever asks
    again at once is slowed down by it, and others do not feel how often he asks. Not all for the same time,
    so that they do not come back together.
    """

    def __init__(
        self,
        application: Gateway,
        dependencies: Dependencies,
        settings: Settings,
        shared: Shared,
        routes: list[Route],
        worker: int,
        at_end: Callable[[], None] = lambda: None,
    ) -> None:
        """`at_end` is done when the last request has been answered."""
        self._application, self._settings, self._shared = application, settings, shared
        self._verifier, self._limits = dependencies.verifier, dependencies.limits
        self._record, self._worker, self._at_end = dependencies.record, worker, at_end
        self._addresses = Addresses(settings.proxies)
        self._cors = Cors(settings.allowed_origins)
        self._uploads = re.compile("|".join(_pattern(each) for each in routes if each.is_upload) or r"(?!)")
        self._held = Held()
        self._streams = Streams(dependencies, settings, shared, application.readings)
        readiness = probes.Readiness(dependencies.backends, shared, dependencies.clock)
        self._pages: dict[str, Page] = {
            "/healthz": probes.alive,
            "/readyz": readiness.services,
            "/readyz/self": readiness.own,
        }
        self._calls = self._slots("requests", settings.threads, settings.patience_seconds)
        self._upload_calls = self._slots("uploads", settings.upload_threads, 0)
        self._verifications = self._slots("tokens", VERIFICATIONS, settings.patience_seconds)
        self._verifying = ThreadPoolExecutor(1, thread_name_prefix="token")
        self._threads = ThreadPoolExecutor(settings.threads, thread_name_prefix="request")
        self._upload_threads = ThreadPoolExecutor(settings.upload_threads, thread_name_prefix="upload")

    def _slots(self, what: str, most: int, patience: float) -> Slots:
        share = most if self._settings.rate_limit == "off" else max(1, most // 2)
        return Slots(what, most, share, patience)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begins to beat, and to drain on SIGTERM before granian ends the worker, which it does on SIGINT."""
        loop.call_soon(probes.beat, self._shared, self._worker, loop)
        loop.add_signal_handler(signal.SIGTERM, self._drain, loop)
        if self._shared.draining:
            # Begun in the place of one that has just ended: nobody will tell it any more.
            self._end_in_time(loop)

    def _drain(self, loop: asyncio.AbstractEventLoop) -> None:
        """The parent sends SIGTERM when draining is over; whoever sends it to all has it begin here."""
        self._shared.drain(self._settings.drain_seconds)
        self._end_in_time(loop)

    def _end_in_time(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_at(self._shared.stops_at, os.kill, os.getpid(), signal.SIGINT)

    def __rsgi_del__(self, _: asyncio.AbstractEventLoop) -> None:
        """Hands over what has not been handed over yet."""
        self._at_end()
        traces.shutdown()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Serves one request. Every way out of here has answered."""
        head = Head(scope, self._addresses)
        body = Body(protocol, head.expected, self._settings)
        answer = await self._answer(head, body, scope, protocol)
        if answer is None:
            return
        answer = self._cors.applied(head, answer)
        if answer.exceeds_limit:
            await sleep(self._settings.refusal_seconds * random.uniform(0.5, 1))  # noqa: S311 (no secret)
        answer.send(protocol)
        if not body.ended and not body.broken and (body.begun or "expect" not in head.headers):
            await body.drain()

    async def _answer(self, head: Head, body: Body, scope: Any, protocol: Any) -> Answer | None:
        """The answer; None where it was a stream, which has ended."""
        page = self._pages.get(head.path)
        try:
            if page is not None:
                return await self._probe(page, head)
            head.require_readable()
            if preflight := self._cors.preflight(head):
                self._limits.admit("", "", head.address)
                return preflight
            if self._streams.serves(head):
                await self._stream(head, scope, protocol)
                return None
            return await self._admitted(head, body)
        except CallboardError as error:
            answer = refused(error, head.request_id)
        except Exception as error:
            log.error("unexpected", request_id=head.request_id, exc_info=error)
            answer = refused(Internal("Something broke on our side."), head.request_id)
        route = head.path if page else ""
        self._record(head.method, route, answer.status, head.started, head.path, "", head.request_id)
        return answer

    async def _probe(self, page: Page, head: Head) -> Answer:
        """Probes are neither limited nor logged while all is well: they come every few seconds."""
        if head.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(
                "This path has no such method; Allow names those that it has.", headers={"Allow": "GET, HEAD"}
            )
        answer = said(await page(), head.request_id)
        return answer if head.method == "GET" else answer._replace(body=b"")

    async def _admitted(self, head: Head, body: Body) -> Answer:
        """The application's answer; raises TooManyRequests, Unavailable, and what is wrong with the body."""
        if may_hold_proof(head):
            form = await body.whole(self._held)
            return await self._called(head, form, self._limits.admit_proof(proof_in(form), head.address))
        key = await self._counted(head) or head.address
        if head.method == "POST" and self._uploads.fullmatch(head.path):
            return await self._upload(head, body, key)
        return await self._called(head, await body.whole(self._held), key)

    async def _called(self, head: Head, content: bytes, key: str) -> Answer:
        environ = head.environ(io.BytesIO(content), len(content))
        async with self._calls.one(key):
            answer = await self._application.answer_under_lease(environ) if head.method == "GET" else None
            return answer or await self._in_thread(self._threads, environ)

    async def _stream(self, head: Head, scope: Any, protocol: Any) -> None:
        """Serves a live stream until it ends; raises what is refused before it begins."""
        await self._counted(head)

        def begin(headers: list[tuple[str, str]]) -> Any:
            said = Answer(200, [*headers, ("X-Request-Id", head.request_id)], b"")
            return protocol.response_stream(said.status, [*self._cors.applied(head, said).headers, SERVER])

        await self._streams.serve(head, scope.client, begin)

    async def _counted(self, head: Head) -> str:
        """The person or client that asks, if it is known; raises TooManyRequests where it asks too often."""
        authorization = head.headers.get("authorization", "")
        caller = await self._caller(bearer_of(authorization), head.address)
        asking = caller.counted_as if caller else self._limits.known_client(authorization)
        self._limits.admit(asking, caller.party_id if caller else "", head.address)
        return asking

    async def _caller(self, token: str, address: str) -> Caller | None:
        """Whose token it is, if it is a good one. What is new is verified in a thread that does nothing else.

        Before the address is counted, so that whoever uses that up locks nobody out beside him.
        """
        caller = self._verifier.known(token) if token else None
        if caller is not None or not token:
            return caller
        async with self._verifications.one(address):
            try:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._verifying, self._verifier.verify, token)
            except Unauthenticated:
                return None

    async def _upload(self, head: Head, body: Body, key: str) -> Answer:
        source = Source(body, asyncio.get_running_loop())
        async with self._upload_calls.one(key):
            return await self._in_thread(self._upload_threads, head.environ(source, head.expected))

    async def _in_thread(self, pool: ThreadPoolExecutor, environ: dict[str, Any]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(pool, self._application.answer, environ)


def _pattern(route: Route) -> str:
    return re.sub(r"\\\{[a-z0-9_]+\\\}", "[^/]+", re.escape(route.path))
