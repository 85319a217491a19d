"""Settings of the directory service, from `CALLBOARD_DIRECTORY_…`."""

from pydantic_settings import SettingsConfigDict

from services.shared.config import ServiceSettings


class Settings(ServiceSettings):
    """Nothing beyond what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CALLBOARD_DIRECTORY_")
