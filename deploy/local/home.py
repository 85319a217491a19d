"""CALLBOARD_HOME: the one directory in which a local Callboard keeps everything it owns."""

import fcntl
import os
import shlex
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy.errors import DeployError

MARKER = ".callboard-home"
DIRECTORIES = ("data", "logs", "run", "secrets", "cache")
FILES = ("ports.json", "credentials.json", "demo.json")

_TEMPLATES = Environment(  # noqa: S701 - no HTML
    loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, trim_blocks=True
)
_TEMPLATES.filters["shell"] = shlex.join


class Home:
    """The layout of one home directory, and whether it is in use."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.run = root / "run"
        self.data = root / "data"
        self.secrets = root / "secrets"
        self.ports = root / "ports.json"
        self.credentials = root / "credentials.json"
        # Locked by each process for as long as it lives: see `Program.attached_command`.
        self.in_use_file = self.run / "in-use"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Home":
        """The home named by CALLBOARD_HOME, by default `.run` below the working directory."""
        return cls(Path(environment.get("CALLBOARD_HOME") or ".run").resolve())

    def log(self, name: str) -> Path:
        """The log file of one process."""
        return self.root / "logs" / f"{name}.log"

    def configure(self, name: str, **values: object) -> str:
        """Write a configuration file from its template beside this module; returns its path."""
        path = self.run / name
        path.write_text(_TEMPLATES.get_template(name).render(home=self, **values), encoding="utf-8")
        return str(path)

    def exists(self) -> bool:
        """Whether this directory was made by `prepare`."""
        # Unlike Path.is_file, this says no instead of raising where the directory may not be entered.
        return os.path.isfile(self.root / MARKER)

    def prepare(self) -> None:
        """Make the directories; refuse one that holds somebody else's files."""
        if any(text in str(self.root) for text in ("\n", " ;", " #", '"', "\\", "%")):
            # The configuration files of the servers cannot carry them.
            raise DeployError(
                f"CALLBOARD_HOME {self.root} contains a quote, a backslash, '%', ' ;' or ' #': "
                "choose a directory with a plainer name."
            )
        if self.exists() and (self.root / MARKER).stat().st_uid != os.geteuid():
            # Two users in one home would leave files behind that the other cannot change.
            raise DeployError(
                f"{self.root} was made by another user: "
                "run this as that user, or set CALLBOARD_HOME to another directory."
            )
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if not self.exists() and any(self.root.iterdir()):
                raise DeployError(
                    f"{self.root} holds files that are not Callboard's: "
                    "set CALLBOARD_HOME to a new or empty directory."
                )
            (self.root / MARKER).touch()
            for name in DIRECTORIES:
                (self.root / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise DeployError(
                f"Cannot use {self.root} as CALLBOARD_HOME ({error.strerror}): "
                "set CALLBOARD_HOME to a directory you can write to."
            ) from error

    def remove(self) -> bool:
        """Delete what Callboard put here, and the directory if nothing else is in it; whether it was."""
        for path in (self.root / name for name in (*DIRECTORIES, *FILES)):
            shutil.rmtree(path, ignore_errors=True)
            if path.is_file():
                path.unlink()
        if [path.name for path in self.root.iterdir()] != [MARKER]:
            return False
        shutil.rmtree(self.root)
        return True

    @contextmanager
    def lock(self) -> Iterator[None]:
        """A prepared home, in which only one command at a time changes what runs."""
        self.prepare()
        with _locked(self.run / "lock") as free:
            if not free:
                raise DeployError(
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


def cache_directory(environment: Mapping[str, str], home: Home) -> Path:
    """Where obtained programs are kept: the user's cache, or the home where there is none."""
    bases = (environment.get("XDG_CACHE_HOME", ""), os.path.join(environment.get("HOME", ""), ".cache"))
    # The base directory specification says to ignore a path that is not absolute.
    for directory in (Path(base, "callboard") for base in bases if os.path.isabs(base)):
        with suppress(OSError):
            directory.mkdir(parents=True, exist_ok=True)
            if os.access(directory, os.W_OK | os.X_OK):
                return directory
    return home.root / "cache"
