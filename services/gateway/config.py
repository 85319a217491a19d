"""Settings of the gateway, from `CALLBOARD_GATEWAY_…`."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.shared.config import ProcessSettings

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus-client looks for the folder in which worker processes put their figures together."""


class Settings(ProcessSettings):
    """Where the services are, and how many requests are served at once."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CALLBOARD_GATEWAY_")

    listen: str = "127.0.0.1:8080"
    roster_target: str
    """host:port of the roster service, or `dns:///name:port` where there are several."""
    campaigns_target: str
    metrics_target: str
    workers: int = Field(default=2, ge=1)
    threads: int = Field(default=8, ge=1)
    """Per worker."""
    base_url: str = ""
    """How the outside reaches the gateway; named in the OpenAPI document. Relative where empty."""
