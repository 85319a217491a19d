"""`python -m deploy.local up|down|clean|status|env`, configured by CALLBOARD_HOME, PORT and PORTAL_PORT."""

import argparse
import os
import signal
import socket
import sys
from collections.abc import Sequence
from functools import partial

from deploy.errors import DeployError
from deploy.local import lifecycle, programs
from deploy.local.home import Home
from deploy.local.ports import public_port, saved

# A message must be seen when it is said, also through a pipe.
say = partial(print, flush=True)


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    top = argparse.ArgumentParser(prog="python -m deploy.local", description="Callboard on this machine.")
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="start everything and wait until it is ready")
    commands.add_parser("down", help="stop everything and keep the data")
    commands.add_parser("clean", help="stop everything and delete the data")
    commands.add_parser("status", help="show what runs")
    exports = commands.add_parser("env", help="print the settings of one program as shell exports")
    exports.add_argument("name", help="roster, campaigns, metrics, gateway, portal or cli")
    return top


def run(given: argparse.Namespace, home: Home) -> bool:
    """Do what the command line says; whether all is well."""
    match given.command:
        case "up":
            lifecycle.up(home, public_port(os.environ), say, portal=public_port(os.environ, "PORTAL_PORT"))
        case "down":
            lifecycle.down(home, say)
        case "clean":
            lifecycle.clean(home, say)
        case "status":
            return lifecycle.status(home, say)
        case _:
            say("\n".join(programs.exports(given.name, home, saved(home))))
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a failure is a sentence on standard error and exit code 1."""
    # Ended by its caller, `up` must still stop what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # No answer of supervisord is waited for without end.
    socket.setdefaulttimeout(10)
    try:
        return 0 if run(parser().parse_args(arguments), Home.from_environment(os.environ)) else 1
    except (DeployError, OSError) as error:
        # An OSError says by itself what failed on which file: a full disk, a missing permission.
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
