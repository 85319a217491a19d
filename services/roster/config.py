"""Settings of the roster service, from `CALLBOARD_ROSTER_…`."""

from pydantic_settings import SettingsConfigDict

from services.shared.config import ServiceSettings


class Settings(ServiceSettings):
    """Nothing beyond what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CALLBOARD_ROSTER_")
