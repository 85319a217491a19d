"""`python -m services.cli …`, installed as `callboard`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from callboard import CallboardError
from services.cli.app import app
from services.cli.context import CliContext
from services.cli.errors import CliError, exit_code


def main(arguments: Sequence[str] | None = None, context: CliContext | None = None) -> None:
    """Runs one command and ends the process; what went wrong is one sentence, not a stack trace."""
    context = context or CliContext()
    try:
        app(args=arguments, obj=context, prog_name="callboard")
    except (CliError, CallboardError) as error:
        context.fail(error)
        sys.exit(exit_code(error))


if __name__ == "__main__":
    main()
