"""The gateway's REST surface: tokens, JSON, pages, uploads; whatever goes wrong is a CliError."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Self

import httpx

from services.cli.errors import CliError, Problem, problem_of
from services.cli.settings import Connection
from services.shared.clock import Clock, SystemClock

TIMEOUT = httpx.Timeout(60, connect=10)
UPLOAD_TIMEOUT = httpx.Timeout(3600, connect=10)
PAUSES = (0.2, 1.0, 3.0)
"""Seconds before a request that may be repeated is sent again."""

BUSY = (429, 503)
RENEW_BEFORE = 60.0
"""Seconds before its end at which a token is replaced."""


class Api:
    """One client of one gateway. A token is fetched with the first request and renewed in time."""

    def __init__(
        self,
        connection: Connection,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.connection = connection
        self._http = httpx.Client(base_url=connection.base_url, timeout=TIMEOUT, transport=transport)
        self._clock = clock or SystemClock()
        self._token, self._expires = "", 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection."""
        self._http.close()

    def token(self, scopes: Iterable[str] = ()) -> dict[str, Any]:
        """A fresh access token, as the token endpoint answers; every scope where none is named."""
        form = {"grant_type": "client_credentials"}
        if named := " ".join(scopes):
            form["scope"] = named
        client = (self.connection.client_id, self.connection.client_secret)
        return _json(self._repeated(lambda: self._http.post("/oauth/token", data=form, auth=client)))

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        """One resource, or one page."""
        return _json(self._authorized("GET", path, params=query))

    def public(self, path: str) -> dict[str, Any]:
        """What anybody may read, without a token."""
        return _json(self._repeated(lambda: self._http.get(path)))

    def content(self, path: str, **query: Any) -> bytes:
        """The body of a success, whatever it is."""
        response = self._authorized("GET", path, params=query)
        if not response.is_success:
            raise problem_of(response)
        return response.content

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Every item of a list, page by page."""
        cursor = ""
        while True:
            page = self.get(path, page_size=100, **query, **({"cursor": cursor} if cursor else {}))
            yield from page["items"]
            cursor = page.get("next_cursor") or ""
            if not cursor:
                return

    def post(self, path: str, body: dict[str, Any], *, key: str) -> dict[str, Any]:
        """Does something once: `key` is the idempotency key under which a repetition is recognized."""
        return _json(self._authorized("POST", path, json=body, headers={"Idempotency-Key": key}))

    def put(self, path: str, body: dict[str, Any], *, etag: str) -> dict[str, Any]:
        """Replaces the version of a resource that `etag` names."""
        return _json(self._authorized("PUT", path, json=body, headers={"If-Match": etag}))

    def delete(self, path: str, *, key: str) -> None:
        """Removes a resource, once under its idempotency key."""
        _json(self._authorized("DELETE", path, headers={"Idempotency-Key": key}))

    def etag(self, path: str) -> tuple[dict[str, Any], str]:
        """A resource with its entity tag."""
        response = self._authorized("GET", path)
        return _json(response), response.headers.get("ETag", "*")

    def upload(
        self, path: str, chunks: Iterable[bytes], *, content_type: str, size: int | None
    ) -> dict[str, Any]:
        """Sends a body piece by piece, once: what was read from a pipe cannot be sent again."""
        headers = {"Content-Type": content_type, **self._authorization()}
        if size is not None:
            headers["Content-Length"] = str(size)
        request = self._http.build_request(
            "POST", path, content=chunks, headers=headers, timeout=UPLOAD_TIMEOUT
        )
        return _json(self._once(lambda: self._http.send(request)))

    def _authorized(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **rest: Any
    ) -> httpx.Response:
        def send() -> httpx.Response:
            return self._http.request(
                method, path, headers={**(headers or {}), **self._authorization()}, **rest
            )

        # A PUT that was applied without an answer would be stale when sent again.
        ask = self._once if method == "PUT" else self._repeated
        response = ask(send)
        if response.status_code != 401:
            return response
        self._token = ""
        return ask(send)

    def _authorization(self) -> dict[str, str]:
        now = self._clock.monotonic()
        if not self._token or now >= self._expires:
            answer = self.token()
            self._token = str(answer["access_token"])
            self._expires = now + float(answer.get("expires_in", 0)) - RENEW_BEFORE
        return {"Authorization": f"Bearer {self._token}"}

    def _repeated(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        """The answer, also where it takes a few attempts because the server is busy or cannot be reached."""
        for pause in PAUSES:
            try:
                response = send()
            except httpx.ConnectError:
                break
            except httpx.TransportError:
                self._clock.sleep(pause)
                continue
            if response.status_code not in BUSY:
                return response
            self._clock.sleep(pause)
        return self._once(send)

    def _once(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        try:
            return send()
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise CliError(f"No Callboard answers at {self.connection.base_url}; is it running?") from error
        except httpx.TimeoutException as error:
            raise CliError(f"{self.connection.base_url} did not answer in time.") from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise CliError(f"The connection to {self.connection.base_url} failed: {error}.") from error


def _json(response: httpx.Response) -> dict[str, Any]:
    """The object that a success answers with; raises Problem for everything else."""
    if not response.is_success:
        raise problem_of(response)
    try:
        answer = response.json() if response.content else {}
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Problem(response.status_code, {"detail": "The server's answer is not a JSON object."})
    return answer
