"""What mails say: a sentence for each type in each language, and nothing that a name could do to them."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from services.notifications import catalogue
from services.notifications.domain.mail import Content, MailKind
from services.notifications.domain.subscriptions import Language
from services.notifications.mail import en, es
from services.notifications.mail.catalogues import CATALOGUES
from services.notifications.mail.message import message_of
from services.notifications.mail.names import plain
from services.notifications.mail.rendering import LONGEST_SUBJECT, Renderer
from services.shared.text import hidden_character
from tests.fakes.clock import START
from tests.unit.notifications.mail_build import NAMES, event, mail, subscription

HOSTILE = {
    "a header": "Acme\r\nBcc: everyone@a.example",
    "a header in Unicode": "Acme\u2028Bcc: everyone@a.example\u0085X: y",
    "a control character": "Acme\x00\x1b[31m\x7f",
    "right to left": "Acme \u202egpj.exe",
    "an isolate left open": "Acme \u2067",
    "markup": "<script>alert(1)</script><img src=x onerror=y>",
    "an attribute": '" onmouseover="alert(1)',
    "a template": "{{ 7 * 7 }}{% for x in y %}",
    "a format": "{brand.__class__}{0}%s",
    "an encoded word": "=?utf-8?q?=0D=0ABcc:?=",
    "a long one": "x" * 10_000,
    "many blanks": " " * 10_000 + "x",
    "a dot on a line": "\n.\r\n.\n",
}


def told(event_type: str = "offer.sent", language: Language = Language.EN, **names: Any) -> Content:
    """The mail about one event."""
    to = subscription(language=language)
    return Renderer("https://portal.example/").events(to, [event(1, event_type, **names)], mail())


def travelling(content: Content) -> EmailMessage:
    """The mail as its receiver reads it."""
    sent = message_of(mail(), content, "callboard@b.example", START)
    return message_from_bytes(sent, policy=SMTP)


@pytest.mark.parametrize("language", Language)
def test_every_type_of_event_has_a_sentence(language: Language) -> None:
    sentences = CATALOGUES[language].sentences
    missing = sorted(set(catalogue.kinds()) - set(sentences))
    assert missing == [], f"Write a sentence in services/notifications/mail/{language.value}.py for each."
    assert sorted(set(sentences) - set(catalogue.kinds())) == []


def test_both_languages_have_the_same_texts_with_the_same_names_in_them() -> None:
    given = dict.fromkeys(("brand", "creator", "campaign", "agency", "author", "url", "due", "due_at"), "X")
    given |= dict.fromkeys(("type", "names", "day", "count", "address", "link", "id"), "X")
    given |= dict.fromkeys(("party", "person", "until"), "X")
    for ours, theirs in ((en.SENTENCES, es.SENTENCES), (en.TEXTS, es.TEXTS)):
        assert set(ours) == set(theirs)
        for key, text in ours.items():
            assert text.format_map(given).count("X") == theirs[key].format_map(given).count("X"), key


def test_who_what_and_which_stand_in_words() -> None:
    content = told()
    assert content.subject == "Acme has sent Ana an offer for Spring Launch"
    assert content.text.startswith(
        "Acme has sent Ana an offer for Spring Launch.\n"
        "2026-03-01 12:00 UTC\n"
        "https://portal.example/v1/creators/cr_1/offers/of_1\n"
    )
    assert "<bdi>Acme</bdi> has sent <bdi>Ana</bdi> an offer for <bdi>Spring Launch</bdi>." in content.html
    assert 'lang="en"' in content.html
    for form in (content.text, content.html):
        assert "ms_1@a.example" in form
        assert "https://portal.example/v1/mail/subscriptions/ms_1" in form


def test_spanish_is_spanish() -> None:
    content = told(language=Language.ES)
    assert content.subject == "Acme ha enviado a Ana una oferta para Spring Launch"
    assert 'lang="es"' in content.html


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, "A draft is due on 2026-03-03 12:00 UTC: Ana, Spring Launch of Acme"),
        (Language.ES, "Un borrador vence el 2026-03-03 12:00 UTC: Ana, Spring Launch de Acme"),
    ],
)
def test_a_deadline_says_what_is_due_and_when(language: Language, said: str) -> None:
    due = {"kind": "draft", "due_at": "2026-03-03T12:00:00Z"}
    assert told("deadline.approached", language, **due).subject == said


def test_whoever_has_written_is_named() -> None:
    content = told("message.sent", author={"id": "ag_1", "name": "Northlight"})
    assert content.subject == "Northlight has written about the offer of Acme to Ana for Spring Launch"


def test_links_are_paths_of_the_api_where_there_is_no_portal_and_lead_where_the_party_reads_it() -> None:
    brands = Renderer().events(subscription(party_id="br_1"), [event()], mail())
    assert "\n/v1/campaigns/cp_1/offers/of_1\n" in brands.text


def test_a_type_without_a_sentence_is_told_by_its_names() -> None:
    assert told("not.known").subject == "not.known: Ana, Acme, Spring Launch, Northlight"
    assert told("offer.sent", campaign={}).subject == "offer.sent: Ana, Acme, Northlight"


def test_a_digest_lists_and_counts() -> None:
    digest = mail(MailKind.DIGEST, "ev_1", "ev_2")
    content = Renderer().events(subscription(), [event(1), event(2, "offer.declined")], digest)
    assert content.subject == "Callboard, 2026-03-01: 2"
    assert "has sent Ana" in content.text
    assert "is declined." in content.text
    assert "which are not listed here" not in content.text


@pytest.mark.parametrize("name", HOSTILE.values(), ids=list(HOSTILE))
@pytest.mark.parametrize("language", Language)
def test_a_hostile_name_stays_a_name(name: str, language: Language) -> None:
    names: dict[str, Any] = {
        field: value | {"name": name, "display_name": name} for field, value in NAMES.items()
    }
    content = told(language=language, **names)
    message = travelling(content)
    assert sorted(message.keys()) == sorted(travelling(told()).keys())
    assert str(message["To"]) == "ms_1@a.example"
    assert len(content.subject) <= LONGEST_SUBJECT
    assert hidden_character(content.subject) == ""
    assert hidden_character(content.text, multiline=True) == ""
    assert hidden_character(content.html, multiline=True) == ""
    assert len(content.text) < 2_000
    for tag in ("<script", "<img", 'onmouseover="', "49"):
        assert tag not in content.html
    # Every line of the text begins as the template says: no name begins one of its own.
    assert len(content.text.splitlines()) == len(told(language=language).text.splitlines())
    read = message.get_body(("plain",))
    assert read is not None
    assert read.get_content().splitlines() == content.text.splitlines()


def test_a_name_is_cut_and_what_is_hidden_in_it_written_out() -> None:
    assert plain("Acme \ud800\u202e") == "Acme \\ud800\\u202e"
    assert plain("a" * 100) == "a" * 79 + "…"


def test_a_mail_that_is_sent_again_has_the_same_id() -> None:
    first, second = travelling(told()), travelling(told())
    assert first["Message-ID"] == second["Message-ID"] == f"<{mail().id}@b.example>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in first.iter_parts()] == ["text/plain", "text/html"]


def test_a_confirmation_names_nobody_but_the_address_and_shows_the_token() -> None:
    content = Renderer().confirmation(subscription(), "token-1")
    assert "\n    token-1\n" in content.text
    assert "<code>token-1</code>" in content.html
    assert "ms_1@a.example" in content.text
