"""Settings of the campaigns service, from `CALLBOARD_CAMPAIGNS_…`."""

from pydantic_settings import SettingsConfigDict

from services.shared.config import ServiceSettings


class Settings(ServiceSettings):
    """What campaigns needs besides what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CALLBOARD_CAMPAIGNS_")

    roster_target: str
    """host:port of the roster service."""
    review_days: int = 14
    """Days after which a draft without an answer is deemed approved."""
