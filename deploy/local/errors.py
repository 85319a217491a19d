"""The errors that the commands of this package show to their user."""

from pathlib import Path


class LocalError(Exception):
    """Something the user can act on: one sentence that says what was wrong and what to do."""


class Unavailable(Exception):
    """One way of obtaining a program does not work here; the message says why."""


def with_tail(sentence: str, log: Path, lines: int = 15) -> LocalError:
    """The error that shows a sentence and then the end of the log it is about."""
    text = log.read_text("utf-8", "replace") if log.exists() else ""
    shown = [f"    {line}" for line in text.splitlines()[-lines:] or ["(empty)"]]
    return LocalError("\n".join([sentence, f"The end of {log}:", *shown]))
