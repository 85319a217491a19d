"""Settings of the gateway, from `CALLBOARD_GATEWAY_…`."""

from __future__ import annotations

import ipaddress
import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import limits
from pydantic import AfterValidator, Field
from pydantic_settings import SettingsConfigDict

from services.shared.config import ProcessSettings
from services.shared.contracts import SERVICES

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus-client looks for the folder in which worker processes put their figures together."""

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _networks(text: str) -> str:
    for each in text.replace(",", " ").split():
        ipaddress.ip_network(each)
    return text


def _limit(text: str) -> str:
    limits.parse(text)
    return text


def _origins(text: str) -> str:
    for each in text.replace(",", " ").split():
        if each != "*" and not _ORIGIN.fullmatch(each):
            raise ValueError(f"{each} is no origin: write https://name, and the port where there is one")
    return text


Limit = Annotated[str, AfterValidator(_limit)]
"""So many in a time, as `1000/10 seconds` or `60/minute`."""


class Settings(ProcessSettings):
    """Where the services are, how many requests are served at once, and how much one caller may ask."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CALLBOARD_GATEWAY_")

    listen: str = "127.0.0.1:8080"
    ops_listen: str = ""
    """host:port for /metrics, /healthz and /readyz of this gateway, inside the cluster; off where empty."""
    # `roster_target` and the like, one a service: host:port, or `dns:///name:port` where there are several.
    __annotations__.update({f"{name}_target": str for name in SERVICES})
    base_url: str = ""
    """How the outside reaches the gateway; named in the OpenAPI document. Relative where empty."""

    portal_url: Annotated[str, AfterValidator(_origins)] = ""
    """How browsers reach the portal: `/` leads there, and to /docs where it is empty."""

    issuers_file: Path | None = None
    """External OpenID Connect issuers, by which people may sign in: a JSON list of `{"name", "issuer",
    "client_id", "client_secret_file"}`. None where empty."""

    workers: int = Field(default=2, ge=1, le=64)
    threads: int = Field(default=16, ge=1)
    """Per worker: requests that are served at once. Of these one client has half at most."""
    upload_threads: int = Field(default=4, ge=1)
    """Per worker, beside `threads`: uploads that are served at once."""
    patience_seconds: float = Field(default=0.5, ge=0)
    """How long a request waits for a thread, without holding one, before it is refused with 503."""
    connections: int = Field(default=8192, ge=1)
    """Per worker: connections that are open at once; more wait in the system's queue."""

    header_seconds: float = Field(default=10, gt=0)
    """From a connection's beginning, or its last answer, to the end of the next request's headers."""
    body_seconds: float = Field(default=30, gt=0)
    """In which a body has to arrive; and an upload to begin."""
    upload_bytes_per_second: int = Field(default=1000, ge=1)
    """The least that a client has to send of an upload, on average, after `body_seconds`."""
    body_limit: int = Field(default=1 << 20, ge=1024)
    """The largest body in bytes; uploads have none."""

    rate_limit: Literal["on", "off"] = "on"
    """Off for measurements only: nobody is limited, and one client may take every thread."""
    client_limit: Limit = "2000/10 seconds"
    party_limit: Limit = "4000/10 seconds"
    address_limit: Limit = "1000/10 seconds"
    """Requests without a good token, and without credentials that were right before."""
    wrong_secrets_limit: Limit = "60/minute"
    """Token requests with wrong credentials, by address."""
    wrong_secrets_of_client_limit: Limit = "10/minute"
    """Token requests with wrong credentials, by client id and address."""
    refusal_seconds: float = Field(default=1, ge=0)
    """At most so long, and half of it at least, a request that is one too many waits for its refusal."""
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = ""
    """Networks whose X-Forwarded-For is trusted: `10.0.0.0/8,fd00::/8`. None where empty."""

    streams: int = Field(default=2000, ge=1)
    """Per worker: live streams of events that are open at once."""
    streams_of_client: int = Field(default=100, ge=1)
    """Of these, those of one client."""
    heartbeat_seconds: float = Field(default=15, gt=0)
    """After which a stream that has nothing to tell sends a comment."""
    stream_buffer: int = Field(default=256 << 10, ge=1024)
    """Bytes that a listener may leave unread before its stream is cut."""

    cors_origins: Annotated[str, AfterValidator(_origins)] = ""
    """Origins whose pages may call the API from a browser: `https://app.example.org`, or `*` for all of them.
    None where empty."""

    @cached_property
    def allowed_origins(self) -> frozenset[str]:
        """The origins whose pages may call."""
        return frozenset(self.cors_origins.replace(",", " ").split())

    @cached_property
    def proxies(self) -> tuple[Network, ...]:
        """The trusted proxies."""
        return tuple(ipaddress.ip_network(each) for each in self.trusted_proxies.replace(",", " ").split())
