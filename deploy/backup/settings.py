"""Which databases and which broker: from the environment, where no `ps` shows a password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.backup.errors import BackupError
from deploy.topology import SERVICE_NAMES

DATABASES = SERVICE_NAMES
"""Each is named after its service."""
PREFIX = "CALLBOARD_BACKUP_"


@dataclass(frozen=True)
class Settings:
    """Where the data is. The addresses carry users and passwords and are never printed."""

    mongo_uris: Mapping[str, str] = field(repr=False)
    """By database; each names it in its path."""
    nats_url: str = field(repr=False)
    nats_ca_file: str = ""
    """The certificates by which the broker's is checked; empty: the certificates of the system."""
    nats_replicas: int = 1
    """Copies of each restored stream; 3 in production."""


def given(environment: Mapping[str, str]) -> bool:
    """Whether the environment says anything about where the data is."""
    return any(name.startswith(PREFIX) for name in environment)


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings `CALLBOARD_BACKUP_…`, each also as a file, `…_FILE`; raises BackupError."""
    uris = {name: _required(environment, f"{name.upper()}_MONGO_URI") for name in DATABASES}
    replicas = _optional(environment, "NATS_REPLICAS") or "1"
    if not (replicas.isascii() and replicas.isdigit() and int(replicas)):
        raise BackupError(f"{PREFIX}NATS_REPLICAS is '{replicas}': give the number of copies, 1 or 3.")
    return Settings(
        uris,
        _required(environment, "NATS_URL"),
        environment.get(f"{PREFIX}NATS_CA_FILE", ""),
        int(replicas),
    )


def _required(environment: Mapping[str, str], name: str) -> str:
    value = _optional(environment, name)
    if not value:
        raise BackupError(f"Set {PREFIX}{name}, or {PREFIX}{name}_FILE to a file that holds it.")
    return value


def _optional(environment: Mapping[str, str], name: str) -> str:
    file = environment.get(f"{PREFIX}{name}_FILE", "")
    if not file:
        return environment.get(f"{PREFIX}{name}", "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BackupError(f"{PREFIX}{name}_FILE: {file} cannot be read ({error.strerror}).") from error
