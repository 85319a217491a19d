"""Settings of the notifications service, from `CALLBOARD_NOTIFICATIONS_…`."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from services.notifications.mail.relay import Relay, relay_of
from services.shared.config import ServiceSettings
from services.shared.formats import FORMATS


class Settings(ServiceSettings):
    """What notifications needs besides what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CALLBOARD_NOTIFICATIONS_")

    roster_target: str
    """host:port of the roster service."""
    webhook_private: Literal["on", "off"] = "off"
    """Whether webhooks may lead to private addresses, and by http: for development and tests only."""
    smtp_plain: Literal["on", "off"] = "off"
    """Whether mail may be handed over without TLS to another machine."""
    smtp_url: str = Field(default="", repr=False)
    """The mail server: `smtp://user:password@host:587`, or `smtps://…`. Empty: mails are kept."""
    smtp_ca_file: Path | None = None
    """Who must have signed the certificate of the mail server; the system's own list without it."""
    mail_from: str = Field(default="", validate_default=True)
    """The address from which mails are sent; needed with `smtp_url`."""
    portal_url: str = ""
    """What links in mails begin with; they are paths of the API where it is empty."""

    @property
    def relay(self) -> Relay | None:
        """The mail server, where there is one."""
        return relay_of(self.smtp_url, plain=self.smtp_plain == "on") if self.smtp_url else None

    @field_validator("smtp_url")
    @classmethod
    def _names_a_relay(cls, url: str) -> str:
        if url:
            relay_of(url)
        return url

    @field_validator("mail_from")
    @classmethod
    def _is_an_address(cls, address: str, info: ValidationInfo) -> str:
        if (address or info.data.get("smtp_url")) and not FORMATS["mail_address"].accepts(address):
            raise ValueError("must be the address from which mails are sent")
        return address
