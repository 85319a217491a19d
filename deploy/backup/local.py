"""The Callboard of this machine: its addresses, and its servers where it does not run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.backup.errors import BackupError
from deploy.backup.settings import DATABASES, Settings
from deploy.local.home import Home
from deploy.local.lifecycle import data_plane as started
from deploy.local.supervisor import Supervisor
from deploy.permissions import MONGO_USERS, OPERATOR
from deploy.secret_files import SecretFiles


@contextmanager
def data_plane(*, stopped: bool) -> Iterator[Settings]:
    """The databases and the broker of CALLBOARD_HOME, started for as long as this lasts where they are not.

    `stopped` wants that Callboard is not running; raises BackupError otherwise.
    """
    home = Home.from_environment(os.environ)
    if home.exists() and Supervisor(home).processes():
        if stopped:
            raise BackupError(f"The Callboard in {home.root} is running: stop it first, `make down`.")
        yield _settings(home)
        return
    with started(home):
        yield _settings(home)


def _settings(home: Home) -> Settings:
    files = SecretFiles(home.secrets)
    # The operator's user stands after the service's: it may restore what that may only add to.
    users = {database: user for user, database in MONGO_USERS.items()}
    uris = {name: files.mongo_uri(users[name]).read_text(encoding="utf-8") for name in DATABASES}
    return Settings(uris, files.nats_url(OPERATOR).read_text(encoding="utf-8"))
