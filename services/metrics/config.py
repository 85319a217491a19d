"""Settings of the metrics service, from `CALLBOARD_METRICS_…`."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.shared.config import ServiceSettings


class Settings(ServiceSettings):
    """What every service needs, and where roster answers."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CALLBOARD_METRICS_")

    roster_target: str
    """host:port of the roster service: who a creator is, and who may import for her."""
    import_unpacked_bytes: int = Field(default=16 << 30, gt=0)
    """How long an import may be, unpacked: about what can be stored in the hour that an upload may take."""
