"""The settings of mail: which server, how protected, from which address."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.notifications.config import Settings
from services.notifications.mail.relay import Relay, Security, relay_of
from services.shared.config import load

PREFIX = "CALLBOARD_NOTIFICATIONS_"
GIVEN = {
    f"{PREFIX}{name}": "x"
    for name in ("SIGNING_KEY_FILE", "TRUSTED_KEYS_DIR", "MONGO_URI", "NATS_URL", "ROSTER_TARGET")
}
URL = "smtp://callboard:s3cr%40t@mail.example"


def settings(**given: str) -> Settings:
    """The settings of a process."""
    return load(Settings, GIVEN | {f"{PREFIX}{name}": value for name, value in given.items()})


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        (URL, Relay("mail.example", 587, Security.STARTTLS, "callboard", "s3cr@t")),
        ("smtp://mail.example:25", Relay("mail.example", 25, Security.STARTTLS)),
        ("smtps://mail.example/", Relay("mail.example", 465, Security.TLS)),
        ("smtps://127.0.0.1", Relay("127.0.0.1", 465, Security.TLS)),
        ("smtp://localhost:2525", Relay("localhost", 2525, Security.PLAIN)),
        ("smtp://127.0.0.9:25", Relay("127.0.0.9", 25, Security.PLAIN)),
        ("smtp://[::1]", Relay("::1", 587, Security.PLAIN)),
    ],
)
def test_a_url_says_where_and_how(url: str, relay: Relay) -> None:
    assert relay_of(url) == relay


def test_without_tls_elsewhere_only_where_that_is_said() -> None:
    assert relay_of("smtp://mail:25", plain=True).security is Security.PLAIN
    assert relay_of("smtps://mail", plain=True).security is Security.TLS


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "https://a.example",
        "smtp://",
        "smtp://a/b",
        "smtp://a?x=y",
        "smtp://a:99999",
        "smtp://\u00e4@a",
    ],
)
def test_what_is_no_server_is_refused(url: str) -> None:
    with pytest.raises(SystemExit, match="SMTP_URL"):
        settings(SMTP_URL=url, MAIL_FROM="a@b.example")


def test_the_password_is_in_a_file_and_nowhere_else(tmp_path: Path) -> None:
    file = tmp_path / "smtp_url"
    file.write_text(URL + "\n")
    found = settings(SMTP_URL_FILE=str(file), MAIL_FROM="a@b.example")
    assert found.relay
    assert found.relay.password == "s3cr@t"
    assert "s3cr" not in repr(found) + repr(found.relay)
    with pytest.raises(SystemExit) as refusal:
        settings(SMTP_URL=URL + "/path")
    assert "s3cr" not in str(refusal.value)


def test_mails_have_a_sender() -> None:
    assert settings().relay is None
    with pytest.raises(SystemExit, match="MAIL_FROM"):
        settings(SMTP_URL=URL)
    with pytest.raises(SystemExit, match="MAIL_FROM"):
        settings(MAIL_FROM="Callboard <a@b.example>")
