"""The Callboard of this machine: its addresses, and its servers where it does not run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from deploy.backup.errors import BackupError
from deploy.backup.settings import DATABASES, Settings
from deploy.local.home import Home
from deploy.local.stack import DataPlane
from deploy.local.supervisor import Supervisor
from deploy.mongo_users import system_uri
from deploy.permissions import OPERATOR
from deploy.secret_files import SecretFiles


@contextmanager
def data_plane(*, stopped: bool) -> Iterator[Settings]:
    """The databases and the broker of CALLBOARD_HOME, started for as long as this lasts where they are not.

    `stopped` wants that Callboard is not running; raises BackupError otherwise.
    """
    home = Home.from_environment(os.environ)
    if home.exists() and Supervisor(home).answers():
        if stopped:
            raise BackupError(f"The Callboard in {home.root} is running: stop it first, `make down`.")
        yield _settings(home)
        return
    with home_locked(home), DataPlane(home.root):
        yield _settings(home)


@contextmanager
def home_locked(home: Home) -> Iterator[None]:
    """Nobody starts the Callboard of this home meanwhile."""
    home.prepare()
    with home.lock():
        yield


def _settings(home: Home) -> Settings:
    files = SecretFiles(home.secrets)
    if not files.key_file.exists():
        raise BackupError(
            f"The Callboard in {home.root} was started by a version without users of MongoDB and NATS: "
            "`make down` and `make up`, then try again."
        )
    key = files.key_file.read_text(encoding="utf-8")
    uris = {name: system_uri(_address(files.mongo_uri(name)), key, name) for name in DATABASES}
    return Settings(uris, files.nats_url(OPERATOR).read_text(encoding="utf-8"))


def _address(uri_file: Path) -> str:
    """host:port of the server. Not the user of the service: it may not remove what it may only add to."""
    address = urlsplit(uri_file.read_text(encoding="utf-8"))
    return f"{address.hostname}:{address.port}"
