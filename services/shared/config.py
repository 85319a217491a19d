"""Settings from the environment: read once at start, frozen, unknown keys refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class CommonSettings(BaseSettings):
    """What every process needs. A subclass sets `env_prefix`, for example `CALLBOARD_ROSTER_`."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    listen: str = "127.0.0.1:0"
    """host:port to serve on."""
    log_level: str = "info"
    otlp_endpoint: str = ""
    """Where traces are sent, by OTLP over HTTP: `http://otel-collector:4318`. None are made where empty."""
    trace_sample_ratio: float = Field(default=1.0, ge=0, le=1)
    """The part of the traces that is kept."""
    drain_seconds: float = Field(default=0, ge=0, le=15)
    """For how long the process goes on serving after SIGTERM, while it says that it is not ready: as long
    as load balancers take to notice."""


class ProcessSettings(CommonSettings):
    """What a process adds that calls others by gRPC, or is called."""

    signing_key_file: Path
    """Own Ed25519 private key, PEM: signs calls to other services."""
    trusted_keys_dir: Path
    """Folder of `<issuer>.pub.pem`: whose calls are accepted."""
    tls_dir: Path | None = None
    """Folder of tls.crt, tls.key and ca.crt, for mutual TLS between the services; plain text without it."""


class ServiceSettings(ProcessSettings):
    """What a service adds: its database and the broker."""

    mongo_uri: str = Field(repr=False)
    """Names user and database: `mongodb://user:password@host:port/roster?replicaSet=rs0`."""
    nats_url: str = Field(repr=False)
    """Names the user: `nats://user:password@host:port`, or `tls://…`."""
    nats_ca_file: Path | None = None
    """Who must have signed the certificate of a broker at `tls://…`; the system's own list without it."""
    ops_listen: str = ""
    """host:port for /metrics, /healthz and /readyz of this process, inside the cluster; off where empty."""
    rpc_threads: int = Field(default=32, ge=1)
    """Readings that are served or wait for a thread at once, and as many commands; more are refused."""
    upload_threads: int = Field(default=8, ge=1)
    """Uploads that are served at once, beside the calls; more are refused."""
    reflection: bool = False
    """Whether gRPC reflection tells anybody in the network what the process offers."""
    max_connection_age_seconds: float = Field(default=60, gt=0)
    """After which a caller connects anew, and so finds the processes that were added meanwhile."""


S = TypeVar("S", bound=CommonSettings)


def load(settings: type[S], environment: Mapping[str, str] | None = None) -> S:
    """Reads `settings` from the environment; ends the process with one sentence where it cannot.

    Any setting may stand in a file instead, which `<SETTING>_FILE` names.
    """
    prefix = str(settings.model_config.get("env_prefix", ""))
    given = os.environ if environment is None else environment
    named = {
        name.removeprefix(prefix).lower(): value for name, value in given.items() if name.startswith(prefix)
    }
    values: dict[str, Any] = {}
    for name, value in named.items():
        setting = name.removesuffix("_file")
        if name in settings.model_fields or setting not in settings.model_fields:
            values[name] = value
        elif setting in named:
            sys.exit(f"{prefix}{setting.upper()} is given twice: by itself, and as {prefix}{name.upper()}.")
        else:
            values[setting] = _content(prefix + name.upper(), value)
    try:
        return settings.model_validate(values)
    except ValidationError as error:
        _refuse(prefix, error)


def _content(name: str, file: str) -> str:
    """What a file holds, without the line break at its end."""
    try:
        content = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        sys.exit(f"{name} names {file}, which cannot be read: {error}.")
    if not content:
        sys.exit(f"{name} names {file}, which is empty: write the value into it.")
    return content


def _refuse(prefix: str, error: ValidationError) -> NoReturn:
    faults = (f"{prefix}{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
    sys.exit("The settings in the environment cannot be used: " + "; ".join(faults))
