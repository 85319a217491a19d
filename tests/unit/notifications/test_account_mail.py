"""Mails that bring people a link: of an invitation, or to a new password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.notifications.domain.mail import MailKind, MailState
from services.notifications.handlers.account_mail import mail_link
from services.notifications.handlers.mailing import Mailer
from services.notifications.mail.rendering import Renderer
from services.notifications.roster import Link
from services.shared.errors import Unavailable
from tests.fakes.clock import START, FakeClock
from tests.fakes.notifications import FakeRoster, FakeStore

LINK = "https://portal.example.com/invitations/iv_1.token"


class Post:
    """What goes through the outbox."""

    def __init__(self) -> None:
        self.store, self.clock, self.roster = FakeStore(), FakeClock(), FakeRoster()

    def put(self, kind: MailKind = MailKind.INVITATION, owner_id: str = "iv_1", locale: str = "en") -> None:
        given = {"owner_id": owner_id, "party_id": "ag_1", "address": "ana@example.com", "locale": locale}
        mail_link(self.store, self.clock, kind=kind, **given)

    def run(self) -> Any:
        mailer = Mailer(self.store, self.roster, None, Renderer(), self.clock, self.roster)
        while mailer.run():
            pass
        (mail,) = self.store.mails.values()
        return mail


@pytest.fixture
def post() -> Post:
    return Post()


def link(party: str = "Acme", person: str = "Zoë", to: str = LINK) -> Link:
    return Link(to, party, person, START + timedelta(days=7))


def test_an_invitation_is_mailed_once(post: Post) -> None:
    post.roster.links["iv_1"] = link()
    post.put()
    post.put()
    mail = post.run()
    assert (mail.state, mail.recipient) == (MailState.KEPT, "ana@example.com")
    assert mail.subject == "Acme invites you to Callboard"
    assert "Zoë invites you to join Acme" in mail.text
    assert LINK in mail.text
    assert f'href="{LINK}"' in mail.html


def test_a_mail_speaks_the_language_of_its_reader(post: Post) -> None:
    post.roster.links["rs_1"] = link("", "")
    post.put(MailKind.RESET, "rs_1", "es")
    mail = post.run()
    assert mail.subject == "Una contraseña nueva para Callboard"
    assert "ana@example.com" in mail.text


def test_whoever_has_no_account_is_not_mailed(post: Post) -> None:
    post.put(MailKind.RESET, "rs_1", "xx")
    assert post.run().state is MailState.SILENCED


def test_a_mail_waits_for_roster(post: Post) -> None:
    post.put()
    post.roster.reachable = False
    with pytest.raises(Unavailable):
        post.run()
    post.roster.reachable, post.roster.links["iv_1"] = True, link()
    post.clock.advance(minutes=10)
    assert post.run().state is MailState.KEPT


def test_what_a_party_calls_itself_stays_text(post: Post) -> None:
    post.roster.links["iv_1"] = link("<a href='https://evil.example'>Bank</a>\r\nBcc: x", "{0} {address}")
    post.put()
    mail = post.run()
    assert "<a href='https://evil.example'>" not in mail.html
    assert "\n" not in mail.subject
    assert "{0} {address}" in mail.text
