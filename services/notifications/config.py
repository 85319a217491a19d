"""Settings of the notifications service, from `CALLBOARD_NOTIFICATIONS_…`."""

from typing import Literal

from pydantic_settings import SettingsConfigDict

from services.shared.config import ServiceSettings


class Settings(ServiceSettings):
    """What notifications needs besides what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CALLBOARD_NOTIFICATIONS_")

    roster_target: str
    """host:port of the roster service."""
    webhook_private: Literal["on", "off"] = "off"
    """Whether webhooks may lead to private addresses, and by http: for development and tests only."""
