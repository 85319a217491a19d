"""`python -m deploy.backup create|verify|restore FOLDER`."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from deploy.backup import settings, work
from deploy.backup.archive import Archive
from deploy.backup.errors import BackupError
from deploy.backup.settings import Settings
from deploy.errors import DeployError

say = partial(print, flush=True)

EPILOG = """Where the data is: CALLBOARD_BACKUP_ROSTER_MONGO_URI, …_CAMPAIGNS_MONGO_URI, …_METRICS_MONGO_URI
and …_NATS_URL, each also as …_FILE; CALLBOARD_BACKUP_NATS_CA_FILE and …_NATS_REPLICAS. With none of them, the
Callboard of this machine in CALLBOARD_HOME (.run)."""


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    top = argparse.ArgumentParser(
        prog="python -m deploy.backup", description="Backup and restore of a Callboard.", epilog=EPILOG
    )
    commands = top.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create", help="write a backup into a new folder; Callboard may run")
    verify = commands.add_parser("verify", help="compare a backup with its checksums")
    restore = commands.add_parser("restore", help="put a backup back; Callboard must be stopped")
    restore.add_argument("--replace", action="store_true", help="remove what is there first")
    for command in (create, verify, restore):
        command.add_argument("folder", type=Path)
    return top


@contextmanager
def _target(*, stopped: bool) -> Iterator[Settings]:
    if settings.given(os.environ):
        yield settings.from_environment(os.environ)
        return
    # Only here: in a container there are no embedded servers, nor what they need.
    from deploy.backup.local import data_plane  # noqa: PLC0415

    with data_plane(stopped=stopped) as found:
        yield found


def run(given: argparse.Namespace) -> None:
    """Does what the command line says."""
    archive = Archive(given.folder.resolve())
    match given.command:
        case "create":
            with _target(stopped=False) as target:
                asyncio.run(work.create(target, archive, say))
        case "restore":
            with _target(stopped=True) as target:
                asyncio.run(work.restore(target, archive, say, replace=given.replace))
        case _:
            say(f"Intact: {work.summary(archive.verified())}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; a failure is a sentence on standard error and exit code 1."""
    # Ended by its caller, it must still stop the servers that it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        run(parser().parse_args(arguments))
    except (BackupError, DeployError, OSError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
