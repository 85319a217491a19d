"""What the commands of `deploy` say to their user."""

from collections.abc import Callable
from pathlib import Path

Say = Callable[[str], None]
"""Shows one line of progress."""


class DeployError(Exception):
    """Something the user can act on: one sentence that says what was wrong and what to do."""


def with_tail(sentence: str, log: Path, lines: int = 15) -> DeployError:
    """The error that shows a sentence and then the end of the log it is about."""
    text = log.read_text("utf-8", "replace") if log.exists() else ""
    shown = [f"    {line}" for line in text.splitlines()[-lines:] or ["(empty)"]]
    return DeployError("\n".join([sentence, f"The end of {log}:", *shown]))
