"""`python -m services.cli …`, installed as `callboard`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from services.cli.app import app
from services.cli.errors import CliError
from services.cli.world import World


def main(arguments: Sequence[str] | None = None, world: World | None = None) -> None:
    """Runs one command and ends the process; what went wrong is one sentence, not a stack trace."""
    world = world or World()
    try:
        app(args=arguments, obj=world, prog_name="callboard")
    except CliError as error:
        world.fail(error)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
