"""A small SMTP server of the standard library, which answers as it is told."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Behaviour:
    """What the server offers and answers; and what has come to it.

    `answers` are by verb, each used once; the others are those of a server that takes everything.
    """

    tls: ssl.SSLContext | None = None
    offers_starttls: bool = True
    implicit: bool = False
    users: dict[str, str] = field(default_factory=dict)
    answers: dict[str, list[str]] = field(default_factory=dict)
    port: int = 0
    said: list[str] = field(default_factory=list)
    """The commands, with `(tls)` before those that came protected."""
    mails: list[bytes] = field(default_factory=list)


class _Session(socketserver.StreamRequestHandler):
    behaviour: Behaviour

    def handle(self) -> None:
        """One connection, to its end."""
        self.protected = self.behaviour.implicit
        try:
            if self.behaviour.implicit:
                self._protect()
            self._answer(self._told("CONNECT", "220 ready"))
            while line := self.rfile.readline():
                if not self._obey(line.decode().strip()):
                    return
        except OSError:
            return

    def _obey(self, line: str) -> bool:
        verb, _, rest = line.partition(" ")
        verb = verb.upper()
        self.behaviour.said.append(("(tls) " if self.protected else "") + f"{verb} {rest}")
        if verb == "EHLO":
            self._answer("\r\n".join(self._offers()))
        elif verb == "STARTTLS":
            self._answer("220 go on")
            self._protect()
        elif verb == "AUTH":
            self._answer(self._told(verb, "235 welcome" if self._known(line) else "535 who?"))
        elif verb == "DATA":
            self._take()
        else:
            self._answer(self._told(verb, "221 bye" if verb == "QUIT" else "250 ok"))
        return verb != "QUIT"

    def _offers(self) -> list[str]:
        starttls = ["250-STARTTLS"] if self.behaviour.offers_starttls and not self.protected else []
        return ["250-tests", *starttls, "250-AUTH PLAIN", "250 8BITMIME"]

    def _known(self, line: str) -> bool:
        _, user, password = base64.b64decode(line.rpartition(" ")[2]).decode().split("\0")
        return self.behaviour.users.get(user) == password

    def _take(self) -> None:
        refusal = self._told("DATA", "354 go on")
        self._answer(refusal)
        if not refusal.startswith("354"):
            return
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line.removeprefix(b"."))
        answer = self._told("END", "250 taken")
        if answer.startswith("250"):
            self.behaviour.mails.append(b"".join(lines))
        self._answer(answer)

    def _told(self, verb: str, otherwise: str) -> str:
        answers = self.behaviour.answers.get(verb, [])
        return answers.pop(0) if answers else otherwise

    def _answer(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def _protect(self) -> None:
        assert self.behaviour.tls
        self.connection = self.behaviour.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        self.protected = True

    def finish(self) -> None:
        """Ends the connection."""
        self.connection.close()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Behaviour]:
    """The server, on a port of this machine."""
    session = type("Session", (_Session,), {"behaviour": behaviour})
    with _Server(("127.0.0.1", 0), session) as server:
        behaviour.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield behaviour
        finally:
            server.shutdown()
            thread.join()
