"""Settings from the environment: read once at start, frozen, unknown keys refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class ProcessSettings(BaseSettings):
    """What every process needs. A subclass sets `env_prefix`, for example `CALLBOARD_ROSTER_`."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    listen: str = "127.0.0.1:0"
    """host:port to serve on."""
    signing_key_file: Path
    """Own Ed25519 private key, PEM: signs calls to other services."""
    trusted_keys_dir: Path
    """Folder of `<issuer>.pub.pem`: whose calls are believed."""
    log_level: str = "info"
    drain_seconds: float = Field(default=0, ge=0, le=15)
    """For how long the process goes on serving after SIGTERM, while it says that it is not ready: as long
    as load balancers take to notice."""


class ServiceSettings(ProcessSettings):
    """What a service adds: its database and the broker."""

    mongo_uri: str
    """Names the database in its path: `mongodb://host:port/roster?replicaSet=rs0`."""
    nats_url: str
    nats_replicas: int = 1
    """Copies of each stream; 3 in production."""
    rpc_threads: int = 16
    max_concurrent_rpcs: int = 64
    max_connection_age_seconds: float = Field(default=60, gt=0)
    """After which a caller connects anew, and so finds the processes that were added meanwhile."""


S = TypeVar("S", bound=ProcessSettings)


def load(settings: type[S], environment: Mapping[str, str] | None = None) -> S:
    """Reads `settings` from the environment; ends the process with one sentence where it cannot."""
    prefix = str(settings.model_config.get("env_prefix", ""))
    given = os.environ if environment is None else environment
    values: dict[str, Any] = {
        name.removeprefix(prefix).lower(): value for name, value in given.items() if name.startswith(prefix)
    }
    try:
        return settings.model_validate(values)
    except ValidationError as error:
        _refuse(prefix, error)


def _refuse(prefix: str, error: ValidationError) -> NoReturn:
    faults = (f"{prefix}{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
    sys.exit("The settings in the environment cannot be used: " + "; ".join(faults))
