"""Mails that bring people a link: of an invitation, or to a new password."""

from __future__ import annotations

from services.notifications.domain.mail import Mail, MailKind
from services.notifications.domain.subscriptions import Language
from services.notifications.store import Store
from services.shared.clock import Clock
from services.shared.ids import derived_id

NOBODY = "accounts"
"""In place of the party of a mail that is of none."""


def mail_link(
    store: Store, clock: Clock, *, kind: MailKind, owner_id: str, party_id: str, address: str, locale: str
) -> None:
    """Puts a mail on its way that brings the link of an invitation or a reset. Again, it changes nothing.

    The link is given out when the mail is written, and stands nowhere before.
    """
    now = clock.now()
    mail = Mail(
        id=derived_id("ml", f"{owner_id} {kind.value}"),
        kind=kind,
        subscription_id=owner_id,
        party_id=party_id or NOBODY,
        recipient=address,
        language=Language.ES if locale == Language.ES else Language.EN,
        planned_at=now,
        next_attempt_at=now,
        created_at=now,
        updated_at=now,
    )
    store.put_mail(mail)
