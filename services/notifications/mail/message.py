"""A mail in the form in which it travels (RFC 5322, MIME)."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from services.notifications.domain.mail import Content, Mail

# What every server takes, whether it offers 8BITMIME or not.
_SEVEN_BITS = SMTP.clone(cte_type="7bit")


def message_of(mail: Mail, content: Content, sender: str, at: datetime) -> bytes:
    """The mail as bytes. Sent again, it has the same Message-ID, by which a repetition is recognized."""
    message = EmailMessage(policy=_SEVEN_BITS)
    message["From"] = sender
    message["To"] = mail.recipient
    # Python's email decodes what looks like an encoded word (RFC 2047), line breaks in it included.
    message["Subject"] = content.subject.replace("=?", "= ?")
    message["Date"] = at
    message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2]}>"
    message["Content-Language"] = mail.language.value
    # RFC 3834: answering machines leave it alone.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(content.text)
    message.add_alternative(content.html, subtype="html")
    return message.as_bytes()
