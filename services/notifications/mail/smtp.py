"""Handing mails over by SMTP, with the standard library's client, in the thread that asks for it."""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from contextlib import suppress
from datetime import datetime

from services.notifications.domain.deliveries import Attempt
from services.notifications.domain.mail import Content, Mail, Verdict
from services.notifications.handlers.mailing import Compose
from services.notifications.mail.message import message_of
from services.notifications.mail.relay import Relay, Security
from services.shared.clock import Clock

SECONDS = 20.0
"""In which each answer of the server has to come."""

KEPT_ANSWER = 500
"""Characters of an answer that are kept."""


class _Answered(Exception):
    """The server does not take the mail; its answer, and what that means."""

    def __init__(self, code: int, answer: bytes, verdict: Verdict) -> None:
        super().__init__(code)
        self.code, self.verdict = code, verdict
        self.answer = _text(answer)


class Smtp:
    """`Transport` by SMTP, a connection for each mail."""

    def __init__(self, relay: Relay, sender: str, clock: Clock, tls: ssl.SSLContext | None = None) -> None:
        """`sender` is the address in From; `tls` says whose certificates are trusted: those of the system."""
        self._relay, self._sender, self._clock = relay, sender, clock
        self._tls = tls or ssl.create_default_context()

    def send(self, mail: Mail, compose: Compose) -> tuple[Attempt, Verdict]:
        """Makes one attempt; what goes wrong on the way stands in it, what `compose` raises is raised."""
        at, begun = self._clock.now(), time.monotonic()
        status, error, answer, verdict = 0, "", "", Verdict.LATER
        try:
            connection = self._connected()
            try:
                status, answer, verdict = self._hand_over(connection, mail, compose, at)
            finally:
                _end(connection)
        except _Answered as refusal:
            status, verdict, answer = refusal.code, refusal.verdict, refusal.answer
            error = f"{status} {answer}"
        except smtplib.SMTPResponseException as failure:
            status, error = failure.smtp_code, f"The mail server lets nobody in: {_text(failure.smtp_error)}"
        except (smtplib.SMTPException, OSError) as failure:
            error = f"The connection failed: {type(failure).__name__} {failure}"[:KEPT_ANSWER]
        took = round(1000 * (time.monotonic() - begun))
        return Attempt(at, took, status, error, answer), verdict

    def _connected(self) -> smtplib.SMTP:
        """A connection that is protected as it has to be, and logged in."""
        relay, name = self._relay, self._sender.rpartition("@")[2]
        if relay.security is Security.TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host, relay.port, name, timeout=SECONDS, context=self._tls
            )
        else:
            connection = smtplib.SMTP(relay.host, relay.port, name, timeout=SECONDS)
        try:
            if relay.security is Security.STARTTLS:
                # Raises where the server does not offer it: nothing leaves in the clear.
                connection.starttls(context=self._tls)
            if relay.user:
                connection.login(relay.user, relay.password)
            connection.ehlo_or_helo_if_needed()
        except BaseException:
            connection.close()
            raise
        return connection

    def _hand_over(
        self, connection: smtplib.SMTP, mail: Mail, compose: Compose, at: datetime
    ) -> tuple[int, str, Verdict]:
        _require(connection.mail(self._sender), Verdict.REFUSED)
        _require(connection.rcpt(mail.recipient), Verdict.UNKNOWN_RECIPIENT)
        _require(connection.docmd("DATA"), Verdict.REFUSED, success=354)
        content = self._composed(connection, compose)
        if content is None:
            return 0, "", Verdict.SILENCED
        # The body leaves right after it was decided upon, however long the server took before.
        connection.send(_quoted(message_of(mail, content, self._sender, at)))
        reply = connection.getreply()
        _require(reply, Verdict.REFUSED)
        return reply[0], _text(reply[1]), Verdict.TAKEN

    def _composed(self, connection: smtplib.SMTP, compose: Compose) -> Content | None:
        content = None
        try:
            content = compose()
        finally:
            if content is None:
                # The server waits for a body: nothing but the end of the connection tells it that none comes.
                connection.close()
        return content


def _quoted(message: bytes) -> bytes:
    """The body as it follows DATA (RFC 5321 §4.5.2), with the dot that ends it."""
    return re.sub(rb"(?m)^\.", b"..", message) + b".\r\n"


def _end(connection: smtplib.SMTP) -> None:
    """Takes leave. What was handed over before stays so, whatever comes of it."""
    with suppress(smtplib.SMTPException, OSError):
        connection.quit()
    connection.close()


def _require(reply: tuple[int, bytes], permanent: Verdict, success: int = 250) -> None:
    """Raises where the answer is none of success: `permanent` for 5xx, to be tried again for any other."""
    code, answer = reply
    if code // 100 != success // 100:
        raise _Answered(code, answer, permanent if 500 <= code < 600 else Verdict.LATER)


def _text(answer: bytes | str) -> str:
    text = answer if isinstance(answer, str) else answer.decode(errors="replace")
    return text[:KEPT_ANSWER]
