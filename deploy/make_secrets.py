"""Makes all secrets of a Callboard in a folder: `python -m deploy.make_secrets FOLDER --mongodb … --nats …`.

What is there already is kept. The folder holds what `deploy.secret_files` says, so that what a process needs
lies in a folder of its own, beside the public keys, which are for everybody.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.errors import DeployError
from deploy.secret_files import SecretFiles


def give(path: Path, owner: int) -> None:
    """Makes a folder and everything in it the property of a user and of the group of that number."""
    for each in (path, *path.rglob("*")):
        os.chown(each, owner, owner)


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    top = argparse.ArgumentParser(prog="python -m deploy.make_secrets", description="Makes all secrets.")
    top.add_argument("folder", type=Path)
    top.add_argument("--mongodb", required=True, metavar="HOST:PORT", help="where services find MongoDB")
    top.add_argument("--nats", required=True, metavar="HOST:PORT", help="where services find NATS")
    top.add_argument("--owner", type=int, help="user and group number to give the secrets to; needs root")
    top.add_argument(
        "--data",
        type=Path,
        action="append",
        default=[],
        help="folder of a server's data, given away, too",
    )
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; a failure is a sentence on standard error and exit code 1."""
    given = parser().parse_args(arguments)
    try:
        SecretFiles(given.folder).ensure(given.mongodb, given.nats)
        if given.owner is not None:
            # The folder itself may be no more than the place in which volumes are mounted.
            for path in (*given.folder.iterdir(), *given.data):
                give(path, given.owner)
    except (DeployError, OSError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(f"The secrets are in {given.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
