"""Settings of the roster service, from `CALLBOARD_ROSTER_…`."""

from pydantic_settings import SettingsConfigDict

from services.shared.config import ServiceSettings


class Settings(ServiceSettings):
    """What roster needs besides what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CALLBOARD_ROSTER_")

    portal_url: str = ""
    """What links begin with that people are shown; they are paths where it is empty."""
