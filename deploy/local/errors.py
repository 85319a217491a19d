"""The one error that the commands of this package show to their user."""


class LocalError(Exception):
    """Something the user can act on: one sentence that says what was wrong and what to do."""


class Unavailable(Exception):
    """One way of obtaining a program does not work here; the message says why."""
