"""Settings of the portal, from `CALLBOARD_PORTAL_…`."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.shared.config import CommonSettings


class Settings(CommonSettings):
    """Where the gateway is, where browsers find both, and how much is served at once."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CALLBOARD_PORTAL_")

    listen: str = "127.0.0.1:8081"
    ops_listen: str = ""
    """host:port for /metrics, /healthz and /readyz of this process, inside the cluster; off where empty."""
    gateway_url: str = Field(pattern=r"^https?://[^/]+$")
    """The gateway, as this process reaches it."""
    gateway_public_url: str = Field(pattern=r"^https?://[^/]+$")
    """The gateway, as browsers reach it: they sign in there."""
    base_url: str = Field(pattern=r"^https?://[^/]+$")
    """The portal, as browsers reach it. Where it begins with https, cookies are for https alone."""
    cookie_key: str = Field(repr=False, min_length=32)
    """What encrypts the cookies. Several, separated by white space, are tried in turn, and the first one
    encrypts: a new key is put before the old one, which is taken away when its cookies have ended."""

    threads: int = Field(default=16, ge=1)
    """Pages that are made at once."""
    ask_threads: int = Field(default=32, ge=1)
    """Questions to the gateway that are under way at once, for all pages."""
    ask_seconds: float = Field(default=10, gt=0)
    """After which a question to the gateway counts as not answered."""
    connections: int = Field(default=4096, ge=1)
    """Connections of browsers that are open at once; more wait in the system's queue."""
    header_seconds: float = Field(default=10, gt=0)
    """From a connection's beginning, or its last answer, to the end of the next request's headers."""
    body_seconds: float = Field(default=30, gt=0)
    """In which a form has to arrive."""
    body_limit: int = Field(default=1 << 20, ge=1024)
    """The largest form in bytes."""
    streams: int = Field(default=1000, ge=1)
    """Live streams that are open at once."""
    streams_of_session: int = Field(default=20, ge=1)
    """Of these, those of one session."""
    heartbeat_seconds: float = Field(default=15, gt=0)
    """After which a stream that has nothing to tell sends a comment."""

    @property
    def secure(self) -> bool:
        """Whether browsers reach the portal by https."""
        return self.base_url.startswith("https://")
