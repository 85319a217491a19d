"""Mail over real sockets: protected or not at all, tried again or refused for good, and as it was meant."""

from __future__ import annotations

import ssl
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from services.notifications.domain.deliveries import Attempt
from services.notifications.domain.mail import Content, Mail, MailKind, Verdict
from services.notifications.handlers.mailing import Mailer
from services.notifications.mail import smtp
from services.notifications.mail.relay import Relay, Security
from services.notifications.mail.rendering import Renderer
from services.notifications.mail.smtp import Smtp
from services.shared.errors import Unavailable
from tests.certificates import Authority
from tests.fakes.clock import FakeClock
from tests.fakes.notifications import FakeRoster, FakeStore
from tests.integration.notifications.mail_server import Behaviour, serving
from tests.unit.notifications.mail_build import append, mail, subscribe

SENDER = "callboard@b.example"
CONTENT = Content("Grüße an Ana", "Ana\n.\n..\nGrüße\n", "<p>Ana</p>")
USERS = {"callboard": "s3cr@t"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, and who has signed it."""
    return Authority().certify(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def behaviour(folder: Path) -> Behaviour:
    """A server with a certificate that takes everything."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "tls.crt", folder / "tls.key")
    return Behaviour(tls)


@pytest.fixture
def trusting(folder: Path) -> ssl.SSLContext:
    """Believes that certificate."""
    return ssl.create_default_context(cafile=folder / "ca.crt")


def transport(
    behaviour: Behaviour, tls: ssl.SSLContext | None, security: Security = Security.STARTTLS, **relay: Any
) -> Smtp:
    """What sends to the server."""
    return Smtp(Relay("127.0.0.1", behaviour.port, security, **relay), SENDER, FakeClock(), tls)


def sent(to: Smtp, content: Content | None = CONTENT, about: Mail | None = None) -> tuple[Attempt, Verdict]:
    """One attempt."""
    return to.send(about or mail(), lambda: content)


def test_a_mail_is_handed_over_protected_and_by_a_user(
    behaviour: Behaviour, trusting: ssl.SSLContext
) -> None:
    behaviour.users = USERS
    with serving(behaviour):
        to = transport(behaviour, trusting, user="callboard", password=USERS["callboard"])
        attempt, verdict = sent(to)
    assert (verdict, attempt.status, attempt.answer, attempt.error) == (Verdict.TAKEN, 250, "taken", "")
    unprotected = [each for each in behaviour.said if not each.startswith("(tls)")]
    assert [each.split()[0] for each in unprotected] == ["EHLO", "STARTTLS"]
    assert f"(tls) MAIL FROM:<{SENDER}>" in behaviour.said
    (raw,) = behaviour.mails
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    message: Any = message_from_bytes(raw, policy=SMTP)
    assert (message["Subject"], message["To"], message["From"]) == (
        *(CONTENT.subject, "ms_1@a.example"),
        SENDER,
    )
    text, html = message.iter_parts()
    assert text.get_content().splitlines() == CONTENT.text.splitlines()
    assert html.get_content().strip() == CONTENT.html


def test_tls_from_the_beginning(behaviour: Behaviour, trusting: ssl.SSLContext) -> None:
    behaviour.implicit = True
    with serving(behaviour):
        _, verdict = sent(transport(behaviour, trusting, Security.TLS))
    assert verdict is Verdict.TAKEN
    assert all(each.startswith("(tls)") for each in behaviour.said)


def test_nothing_leaves_where_the_server_does_not_protect_it(
    behaviour: Behaviour, trusting: ssl.SSLContext
) -> None:
    behaviour.offers_starttls = False
    with serving(behaviour):
        attempt, verdict = sent(transport(behaviour, trusting, user="callboard", password="word"))
    assert verdict is Verdict.LATER
    assert "STARTTLS" in attempt.error
    assert [each.split()[0] for each in behaviour.said] == ["EHLO"]


def test_nothing_leaves_to_a_server_that_nobody_vouches_for(behaviour: Behaviour) -> None:
    with serving(behaviour):
        attempt, verdict = sent(transport(behaviour, None))
    assert verdict is Verdict.LATER
    assert "CERTIFICATE_VERIFY_FAILED" in attempt.error
    assert not any("MAIL" in each for each in behaviour.said)


def test_a_password_that_is_refused_is_no_refusal_of_the_mail(
    behaviour: Behaviour, trusting: ssl.SSLContext
) -> None:
    with serving(behaviour):
        attempt, verdict = sent(transport(behaviour, trusting, user="callboard", password="s3cret"))
    assert (verdict, attempt.status) == (Verdict.LATER, 535)
    assert "s3cret" not in repr(attempt)


@pytest.mark.parametrize(
    ("verb", "answer", "verdict"),
    [
        ("CONNECT", "421 too busy", Verdict.LATER),
        ("MAIL", "451 later", Verdict.LATER),
        ("MAIL", "550 not you", Verdict.REFUSED),
        ("RCPT", "450 later", Verdict.LATER),
        ("RCPT", "550 No such user", Verdict.UNKNOWN_RECIPIENT),
        ("DATA", "451 later", Verdict.LATER),
        ("DATA", "554 no", Verdict.REFUSED),
        ("END", "452 full", Verdict.LATER),
        ("END", "554 spam", Verdict.REFUSED),
    ],
)
def test_what_an_answer_means(
    behaviour: Behaviour, trusting: ssl.SSLContext, verb: str, answer: str, verdict: Verdict
) -> None:
    behaviour.answers = {verb: [answer]}
    with serving(behaviour):
        attempt, found = sent(transport(behaviour, trusting))
    assert (found, attempt.status) == (verdict, int(answer[:3]))
    assert answer[4:] in attempt.error
    assert behaviour.mails == []


def test_a_server_that_is_not_there_or_says_nothing(
    behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(behaviour):
        pass
    attempt, verdict = sent(transport(behaviour, None, Security.PLAIN))
    assert (verdict, attempt.status) == (Verdict.LATER, 0)
    assert "refused" in attempt.error
    monkeypatch.setattr(smtp, "SECONDS", 0.2)
    behaviour.implicit = True
    with serving(behaviour):
        attempt, verdict = sent(transport(behaviour, None, Security.PLAIN))
    assert (verdict, attempt.status) == (Verdict.LATER, 0)


def test_what_must_not_be_said_any_more_is_not_said(behaviour: Behaviour, trusting: ssl.SSLContext) -> None:
    def unavailable() -> Content | None:
        raise Unavailable("Nobody can say.")

    with serving(behaviour):
        _, verdict = sent(transport(behaviour, trusting), None)
        with pytest.raises(Unavailable):
            transport(behaviour, trusting).send(mail(), unavailable)
    assert verdict is Verdict.SILENCED
    assert [each for each in behaviour.said if "DATA" in each] == ["(tls) DATA "] * 2
    assert behaviour.mails == []


def test_an_event_arrives_after_a_refusal_for_the_time_being_under_the_same_id(
    behaviour: Behaviour, trusting: ssl.SSLContext
) -> None:
    store, clock = FakeStore(), FakeClock()
    made = append(store)
    subscribe(store, party_id="br_1")
    store.put_mail(mail(MailKind.EVENT, made.id))
    behaviour.answers = {"END": ["451 later"]}
    with serving(behaviour):
        mailer = Mailer(store, FakeRoster(), transport(behaviour, trusting), Renderer(), clock, FakeRoster())
        assert mailer.run() == 1
        assert mailer.run() == 0
        clock.advance(minutes=1)
        assert mailer.run() == 1
    (kept,) = store.mails.values()
    assert [each.status for each in kept.attempts] == [451, 250]
    assert f"Message-ID: <{kept.id}@b.example>".encode() in behaviour.mails[0]
