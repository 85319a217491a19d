"""What a command cannot do, as one sentence, and the code that the command ends with."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from callboard import ApiError, CallboardError, Forbidden, NotConfigured, NotFound, Unauthorized


class Exit(IntEnum):
    """How a command ends. `callboard --help` explains the codes."""

    FAILED = 1
    USAGE = 2
    REFUSED = 3
    NOT_FOUND = 4
    TAMPERED = 5
    REJECTED = 6


class CliError(Exception):
    """A failure to tell the user of; the message is a sentence."""

    exit_code = Exit.FAILED


class UsageError(CliError):
    """The command was called in a way that cannot be."""

    exit_code = Exit.USAGE


Failure = CliError | CallboardError
"""What ends a command: its own failure, or that of the client."""


def exit_code(failure: Failure) -> Exit:
    """The code that a failure ends the command with."""
    match failure:
        case CliError():
            return failure.exit_code
        case Unauthorized() | Forbidden():
            return Exit.REFUSED
        case NotFound():
            return Exit.NOT_FOUND
        case NotConfigured():
            return Exit.USAGE
    return Exit.FAILED


def document(failure: Failure) -> dict[str, Any]:
    """The failure as `--json` prints it, with the problem document as it came."""
    problem = {"problem": failure.problem} if isinstance(failure, ApiError) else {}
    return {"message": str(failure), **problem}
