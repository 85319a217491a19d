"""A gateway made of canned answers, and a way to run commands against it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from callboard import Client
from services.cli.__main__ import main
from services.cli.context import CliContext
from services.cli.settings import Connection
from services.shared.clock import Clock
from tests.fakes.clock import FakeClock

URL = "http://gateway.test"
Answer = Callable[[httpx.Request], httpx.Response]


def token_of(party_id: str) -> str:
    """An unsigned token that says whose it is."""
    payload = base64.urlsafe_b64encode(json.dumps({"sub": party_id}).encode()).decode().rstrip("=")
    return f"e30.{payload}.c2ln"


def problem(status: int, detail: str, **more: Any) -> httpx.Response:
    """A problem document."""
    body = {"type": "/docs#x", "title": "No", "status": status, "detail": detail, "request_id": "r1", **more}
    content_type = {"Content-Type": "application/problem+json"}
    return httpx.Response(status, content=json.dumps(body).encode(), headers=content_type)


def tagged(document: dict[str, Any]) -> httpx.Response:
    """A document in its version."""
    return httpx.Response(200, json=document, headers={"ETag": f'"{document["version"]}"'})


@dataclass
class Gateway:
    """Answers by method and path; `asked` is every request except those for tokens."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)
    tokens: int = 0
    party_id: str = "op_1"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """One answer; a list is consumed one by one, its last item stays."""
        request.read()
        if request.url.path == "/oauth/token" and "POST /oauth/token" not in self.answers:
            self.tokens += 1
            return httpx.Response(
                200,
                json={
                    "access_token": token_of(self.party_id),
                    "token_type": "Bearer",
                    "expires_in": 900,
                    "scope": "",
                },
            )
        self.asked.append(request)
        answer = self.answers.get(
            f"{request.method} {request.url.path}", problem(404, "There is no such route.")
        )
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            answer = answer(request)
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    def context(self, **more: Any) -> CliContext:
        """What a command has around it, with this gateway outside."""
        environ = {
            "CALLBOARD_BASE_URL": URL,
            "CALLBOARD_CLIENT_ID": "cl_1",
            "CALLBOARD_CLIENT_SECRET": "s3cret",
            **more,
        }
        return CliContext(environ=environ, connected=self._connected, asked=lambda _: "", clock=FakeClock())

    def _connected(self, connection: Connection, clock: Clock) -> Client:
        http = httpx.Client(transport=httpx.MockTransport(self))
        given = (connection.base_url, connection.client_id, connection.client_secret)
        return Client(*given, http=http, clock=clock)


@dataclass
class Outcome:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


class Shell:
    """Runs commands and catches what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, context: CliContext, *arguments: str) -> Outcome:
        """Runs one command."""
        with pytest.raises(SystemExit) as ended:
            main(arguments, context)
        out, err = self._capsys.readouterr()
        code = ended.value.code
        return Outcome(code if isinstance(code, int) else int(bool(code)), out, err)
