"""What `AsyncClient` is built upon: its connection, its token, and how it sends requests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Generator, Iterable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import httpx

from callboard._async_pages import AsyncPages
from callboard._calls import Answer, Auth, Call, IfMatch, answer_of
from callboard._clock import AsyncClock, AsyncSystemClock
from callboard._content import Content
from callboard._events import Event, Following
from callboard._exchange import Authorize, Outcome, Pause, Retry, Send, Step, Tokens, exchange
from callboard._settings import TIMEOUT, settings_of
from callboard.errors import error_of, unreachable

T = TypeVar("T")

PAGE_SIZE = 100


class AsyncConnection:
    """One client of one gateway. It may be shared. Close it, or use it as a context manager.

    Where to connect and as whom is given, or read from CALLBOARD_BASE_URL, CALLBOARD_CLIENT_ID and
    CALLBOARD_CLIENT_SECRET. A token is fetched with the first request and renewed in time; `scopes` narrow
    it, and `access_token` is used instead of any. `http` is an httpx.AsyncClient of your own, say
    with a proxy, and stays yours to close.
    """

    def __init__(
        self,
        base_url: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        *,
        scopes: Iterable[str] = (),
        access_token: str = "",
        timeout: float | httpx.Timeout = TIMEOUT,
        retry: Retry | None = None,
        http: httpx.AsyncClient | None = None,
        clock: AsyncClock | None = None,
    ) -> None:
        self._settings = settings_of(base_url, client_id, client_secret, scopes)
        self._retry = retry or Retry()
        self._http = http or httpx.AsyncClient(timeout=timeout)
        self._owns_http = http is None
        self._clock = clock or AsyncSystemClock()
        self._tokens, self._renewing = Tokens(access_token), asyncio.Lock()

    @property
    def base_url(self) -> str:
        """The gateway."""
        return self._settings.base_url

    async def __aenter__(self) -> Self:
        """The client itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the client."""
        await self.aclose()

    async def aclose(self) -> None:
        """Ends its connections."""
        if self._owns_http:
            await self._http.aclose()

    async def token(self, scopes: Iterable[str] = ()) -> Answer:
        """A fresh access token, as the token endpoint answers it."""
        return await self._answer(self._settings.token_call(scopes))

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        json: Any = None,
        media_type: str = "",
        content: Content | None = None,
        if_match: IfMatch | None = None,
        idempotency_key: str | None = None,
        headers: Mapping[str, str] | None = None,
        public: bool = False,
        check: bool = True,
        timeout: float | httpx.Timeout | None = None,
    ) -> httpx.Response:
        """Any request, with the same token, keys and repetitions as the methods have.

        Raises an ApiError for what is not a success, unless `check` is false. `media_type` is that of the
        body. A `public` request goes without a token. An empty `idempotency_key` sends a POST without one.
        """
        call = Call[httpx.Response](
            method,
            path,
            query=query,
            body=json,
            media_type=media_type,
            content=content,
            if_match=if_match,
            idempotency_key=idempotency_key,
            headers=headers,
            auth=Auth.NONE if public else Auth.BEARER,
            timeout=timeout,
        )
        return await self._checked(call) if check else await self._response(call)

    def pages(self, path: str, query: Mapping[str, Any] | None = None) -> AsyncPages[dict[str, Any]]:
        """Any list."""
        return self._pages(Call[dict[str, Any]]("GET", path, query={"page_size": PAGE_SIZE, **(query or {})}))

    async def events(
        self, *, types: Iterable[str] = (), creator_id: str = "", last_event_id: str = ""
    ) -> AsyncIterator[Event]:
        """Events as they happen, without an end: of some `types`, about one creator, or all of the caller's.

        Begins behind `last_event_id`, or now. Where a stream ends, the next one goes on behind the last one.
        Raises Conflict where that is not kept any more, and an ApiError where the server says no.
        """
        following = Following(types, creator_id, last_event_id, self._retry)
        while True:
            authorization = await self._authorization(Authorize(Auth.BEARER, following.refused))
            request = self._settings.request(Send(following.call(), authorization))
            outcome: Outcome
            try:
                async with self._http.stream(**request) as response:
                    outcome = response
                    if not response.is_success:
                        await response.aread()
                    else:
                        async for piece in response.aiter_bytes():
                            for event in following.feed(piece):
                                yield event
            except httpx.TransportError as error:
                outcome = error
            await self._clock.sleep(following.pause(outcome, authorization, self.base_url))

    async def _answer(self, call: Call[T]) -> Answer:
        return answer_of(await self._checked(call))

    async def _typed(self, call: Call[T]) -> T:
        return cast(T, await self._answer(call))

    def _pages(self, call: Call[T]) -> AsyncPages[T]:
        return AsyncPages(call, self._answer)

    async def _content(self, call: Call[bytes]) -> bytes:
        return (await self._checked(call)).content

    async def _done(self, call: Call[None]) -> None:
        await self._checked(call)

    async def _checked(self, call: Call[T]) -> httpx.Response:
        response = await self._response(call)
        if not response.is_success:
            raise error_of(response)
        return response

    async def _response(self, call: Call[T]) -> httpx.Response:
        outcome = await self._run(exchange(call, self._retry))
        if isinstance(outcome, httpx.TransportError):
            raise unreachable(outcome, self.base_url) from outcome
        return outcome

    async def _run(self, steps: Generator[Step, Any, Outcome]) -> Outcome:
        result: Any = None
        while True:
            try:
                step = steps.send(result)
            except StopIteration as ended:
                return cast(Outcome, ended.value)
            result = await self._do(step)

    async def _do(self, step: Step) -> Any:
        match step:
            case Send():
                return await self._send(step)
            case Pause():
                return await self._clock.sleep(step.seconds)
            case Authorize():
                return await self._authorization(step)

    async def _send(self, step: Send) -> Outcome:
        body = step.call.body
        try:
            return await self._http.request(
                **self._settings.request(step), content=cast(Any, body.opened_async() if body else None)
            )
        except httpx.TransportError as error:
            return error

    async def _authorization(self, step: Authorize) -> str:
        if step.auth is not Auth.BEARER:
            return self._settings.basic() if step.auth is Auth.BASIC else ""
        if usable := self._tokens.usable(self._clock.monotonic(), step.refused):
            return usable
        async with self._renewing:
            # Whoever was first has it by now.
            asked_at = self._clock.monotonic()
            usable = self._tokens.usable(asked_at, step.refused)
            return usable or self._tokens.keep(await self.token(), asked_at)
