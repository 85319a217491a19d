"""The one error that the commands of this package show to their user."""


class BackupError(Exception):
    """Something the user can act on: one sentence that says what was wrong and what to do."""
