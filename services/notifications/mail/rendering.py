"""Mails as plain text and as HTML. Whatever a stranger has named something, it stays text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from services.notifications.domain.events import Published
from services.notifications.domain.mail import Content, Mail, MailKind
from services.notifications.domain.subscriptions import MailSubscription
from services.notifications.mail.catalogues import CATALOGUES, Catalogue
from services.notifications.mail.names import names_in, plain
from services.notifications.roster import Link

LONGEST_SUBJECT = 150

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class _Line:
    """An event in words; `marked` is its sentence as HTML, in which a name keeps its direction to itself."""

    sentence: str
    marked: Markup
    at: str
    link: str


class Renderer:
    """Writes mails. Links begin with `base`, and are paths of the API where it is empty."""

    def __init__(self, base: str = "") -> None:
        self._base = base.rstrip("/")

    def confirmation(self, subscription: MailSubscription, token: str) -> Content:
        """The mail that asks for a confirmation. It names no party: whoever asks has no say in it."""
        texts = CATALOGUES[subscription.language].texts
        given = {
            "address": subscription.address,
            "id": subscription.id,
            "link": self._link(subscription.path),
        }
        shown = {name: texts[f"confirm_{name}"].format_map(given) for name in ("asked", "how", "ignore")}
        return _content("confirmation", subscription, texts["confirm_subject"], {"token": token, **shown})

    def events(self, subscription: MailSubscription, events: Sequence[Published], mail: Mail) -> Content:
        """The mail that tells events: one by itself, or those that a digest has gathered."""
        catalogue = CATALOGUES[subscription.language]
        lines = [self._line(catalogue, subscription.party_id, event) for event in events]
        subject = lines[0].sentence.removesuffix(".")
        if mail.kind is MailKind.DIGEST:
            count = len(events) + mail.more
            subject = catalogue.texts["digest"].format(day=f"{mail.planned_at:%Y-%m-%d}", count=count)
        given = {"address": subscription.address, "link": self._link(subscription.path)}
        shown = {name: catalogue.texts[name].format_map(given) for name in ("reason", "stop")}
        more = catalogue.texts["more"].format(count=mail.more) if mail.more else ""
        return _content("events", subscription, subject, {"lines": lines, "more": more, **shown})

    def account(self, mail: Mail, found: Link) -> Content:
        """The mail that brings a link: of an invitation to a party, or to a new password."""
        texts, kind = CATALOGUES[mail.language].texts, mail.kind.value
        given = {
            "party": found.party_name,
            "person": found.invited_by_name,
            "address": mail.recipient,
            "until": moment(found.expires_at),
        }
        by = "_by" if found.invited_by_name else ""
        shown = {name: texts[f"{kind}_{name}"].format_map(given) for name in ("how", "ignore")}
        asked = texts[f"{kind}_asked{by}"]
        marked = {name: Markup("<bdi>{}</bdi>").format(text) for name, text in given.items()}
        shown |= {"asked": asked.format_map(given), "link": found.link}
        subject = texts[f"{kind}_subject"].format_map(given)
        marked_asked = Markup(asked).format_map(marked)  # noqa: S704
        return _content("account", mail, subject, {"marked": marked_asked, **shown})

    def _line(self, catalogue: Catalogue, party_id: str, event: Published) -> _Line:
        data = orjson.loads(event.body)["data"]
        text, names = catalogue.sentence(event.type, names_in(data) | _due(catalogue, data))
        marked = {field: Markup("<bdi>{}</bdi>").format(name) for field, name in names.items()}
        link = self._link(path_of(data, party_id))
        return _Line(text.format_map(names), Markup(text).format_map(marked), moment(event.at), link)  # noqa: S704

    def _link(self, path: str) -> str:
        return self._base + path


def moment(at: datetime) -> str:
    """`2026-01-31 12:00 UTC`."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _due(catalogue: Catalogue, data: Mapping[str, Any]) -> dict[str, str]:
    """What is due, and when, where the event tells of a deadline."""
    if "due_at" not in data:
        return {}
    due_at = datetime.fromisoformat(data["due_at"])
    return {"due": catalogue.texts[f"due_{data['kind']}"], "due_at": moment(due_at)}


def path_of(data: Mapping[str, Any], party_id: str) -> str:
    """Where a party reads what an event is about."""
    creator, campaign = data.get("creator", {}).get("id", ""), data.get("campaign", {}).get("id", "")
    if offer := data.get("offer_id"):
        brands = data.get("brand", {}).get("id") == party_id
        above = f"/v1/campaigns/{campaign}" if brands else f"/v1/creators/{creator}"
        return f"{above}/offers/{offer}"
    if delegation := data.get("delegation_id"):
        return f"/v1/delegations/{delegation}"
    if webhook := data.get("webhook_id"):
        return f"/v1/webhooks/{webhook}"
    return f"/v1/creators/{creator}" if creator else "/v1/me"


def _content(
    template: str, subscription: MailSubscription | Mail, subject: str, given: Mapping[str, Any]
) -> Content:
    subject = plain(subject, LONGEST_SUBJECT)
    shown = {"subject": subject, "language": subscription.language.value, **given}
    text, html = (_templates.get_template(f"{template}.{form}").render(shown) for form in ("txt", "html"))
    return Content(subject, text.strip() + "\n", html)
