"""The mails of the installation, for its operator."""

from __future__ import annotations

from services.notifications.domain.mail import Mail, MailState
from services.notifications.store import Store
from services.shared.codes import ErrorCode
from services.shared.errors import NotFound
from services.shared.paging import Page, PageRequest


def list_mails(store: Store, *, state: MailState | None, page: PageRequest) -> Page[Mail]:
    """The mails of the last 30 days."""
    return page.cut(store.mails_page(state, page))


def get_mail(store: Store, *, mail_id: str) -> Mail:
    """One of them; raises NotFound."""
    mail = store.mail(mail_id)
    if mail is None:
        raise NotFound("There is no such mail, or none any more.", code=ErrorCode.MAIL_NOT_FOUND)
    return mail
