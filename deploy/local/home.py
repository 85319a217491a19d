"""CALLBOARD_HOME: the one directory in which a local Callboard keeps everything it owns."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deploy.local.errors import LocalError

MARKER = ".callboard-home"
DIRECTORIES = ("data", "logs", "run", "secrets", "cache")
FILES = ("ports.json", "credentials.json", "demo.json", "supervisord.conf", "nats.conf", "lock")


class Home:
    """The layout of one home directory, and whether it is in use."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.run = root / "run"
        self.data = root / "data"
        self.secrets = root / "secrets"
        self.ports = root / "ports.json"
        self.credentials = root / "credentials.json"
        # Locked by each process for as long as it lives: see `attached.py`.
        self.in_use_file = self.run / "in-use"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Home":
        """The home named by CALLBOARD_HOME, by default `.run` below the working directory."""
        return cls(Path(environment.get("CALLBOARD_HOME") or ".run").resolve())

    def log(self, name: str) -> Path:
        """The log file of one process."""
        return self.root / "logs" / f"{name}.log"

    def exists(self) -> bool:
        """Whether this directory was made by `prepare`."""
        # Unlike Path.is_file, this says no instead of raising where the directory may not be entered.
        return os.path.isfile(self.root / MARKER)

    def prepare(self) -> None:
        """Make the directories; refuse one that holds somebody else's files."""
        if any(text in str(self.root) for text in ("\n", " ;", " #", '"', "\\", "%")):
            # The configuration files of the servers cannot carry them.
            raise LocalError(
                f"CALLBOARD_HOME {self.root} contains a quote, a backslash, '%', ' ;' or ' #': "
                "choose a directory with a plainer name."
            )
        self._require_same_user()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if not self.exists() and any(self.root.iterdir()):
                raise LocalError(
                    f"{self.root} holds files that are not Callboard's: "
                    "set CALLBOARD_HOME to a new or empty directory."
                )
            (self.root / MARKER).touch()
            for name in DIRECTORIES:
                (self.root / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise LocalError(
                f"Cannot use {self.root} as CALLBOARD_HOME ({error.strerror}): "
                "set CALLBOARD_HOME to a directory you can write to."
            ) from error

    def _require_same_user(self) -> None:
        """Two users in one home would leave files behind that the other cannot change."""
        if self.exists() and (self.root / MARKER).stat().st_uid != os.geteuid():
            raise LocalError(
                f"{self.root} was made by another user: "
                "run this as that user, or set CALLBOARD_HOME to another directory."
            )

    def remove(self) -> bool:
        """Delete what Callboard put here, and the directory if nothing else is in it; whether it was."""
        if not self.exists():
            raise LocalError(f"{self.root} is not a Callboard home: nothing was removed.")
        for name in DIRECTORIES:
            shutil.rmtree(self.root / name, ignore_errors=True)
        for name in FILES:
            (self.root / name).unlink(missing_ok=True)
        if [path.name for path in self.root.iterdir()] != [MARKER]:
            return False
        shutil.rmtree(self.root)
        return True

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Let only one command at a time change what runs in this home."""
        self._require_same_user()
        with _locked(self.root / "lock") as free:
            if not free:
                raise LocalError(
                    f"Another command is starting or stopping the Callboard in {self.root}: "
                    "wait until it is done."
                )
            yield

    def in_use(self) -> bool:
        """Whether a process that was started in this home lives."""
        with _locked(self.in_use_file) as free:
            return not free


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Whether nobody else has locked the file; meanwhile nobody else can."""
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def read_json(path: Path) -> dict[str, object]:
    """The JSON object in a file; an absent file is an empty one."""
    try:
        content = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except ValueError as error:
        raise LocalError(f"{path} is not valid JSON: repair or delete it.") from error
    if not isinstance(content, dict):
        raise LocalError(f"{path} is not a JSON object: repair or delete it.")
    return content


def cache_directory(environment: Mapping[str, str], home: Home) -> Path:
    """Where obtained programs are kept: the user's cache, or the home where there is none."""
    user_home = environment.get("HOME", "")
    for base in (environment.get("XDG_CACHE_HOME", ""), f"{user_home}/.cache" if user_home else ""):
        # The base directory specification says to ignore a path that is not absolute.
        directory = Path(base, "callboard")
        try:
            if os.path.isabs(base):
                directory.mkdir(parents=True, exist_ok=True)
                if os.access(directory, os.W_OK | os.X_OK):
                    return directory
        except OSError:
            continue
    return home.root / "cache"
