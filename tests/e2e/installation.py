"""A running Callboard as end-to-end tests see it, whether it is embedded or made of containers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
from pymongo import MongoClient

from deploy.mongo_users import system_uri
from deploy.secret_files import SecretFiles
from tests.e2e.api import Operator
from tests.e2e.waiting import eventually

FOR_TESTS = {
    "CALLBOARD_GATEWAY_WRONG_SECRETS_LIMIT": "60/10 seconds",
    "CALLBOARD_NOTIFICATIONS_WEBHOOK_PRIVATE": "on",
}
"""Settings that tests need: a window that they see through to its end, and receivers on their own machine."""


class Installation(ABC):
    """Its processes are called as in `deploy.topology`, its servers `mongod` and `nats`."""

    operator: Operator
    secrets: SecretFiles

    @property
    def base_url(self) -> str:
        """Where its gateway answers."""
        return self.operator.base_url

    @property
    def reaches_tests_at(self) -> str:
        """The address of this machine at which its processes reach what a test listens to."""
        return "127.0.0.1"

    @abstractmethod
    def process(self, name: str) -> psutil.Process:
        """The process that runs under this name now; waits for it where another one has just ended."""

    @abstractmethod
    def address(self, name: str) -> str:
        """The `host:port` at which a service, a server, or `<process>-ops` listens."""

    @abstractmethod
    def log(self, name: str) -> str:
        """All that a process, or a server, has logged."""

    @abstractmethod
    def logs(self) -> dict[str, str]:
        """All that anything has logged, by name."""

    @abstractmethod
    def configuration(self) -> list[str]:
        """Every text, beside the secrets, from which processes and servers know what to do."""

    @abstractmethod
    def run(self, service: str, *arguments: str) -> None:
        """Runs a command of a service to its end, with the service's settings."""

    def mongo_uri(self, user: str) -> str:
        """The URI of a service's database, with its own password."""
        return self.secrets.mongo_uri(user).read_text(encoding="utf-8")

    def nats_url(self, user: str) -> str:
        """The URL of the message server for a user, with its own password."""
        return self.secrets.nats_url(user).read_text(encoding="utf-8")

    def system_mongo_uri(self, database: str) -> str:
        """The URI of a database for a user who may do everything."""
        key = self.secrets.key_file.read_text(encoding="utf-8")
        return system_uri(self.address("mongod"), key, database)

    def family(self, name: str) -> list[psutil.Process]:
        """A process and those that it has started."""
        process = self.process(name)
        return [process, *process.children(recursive=True)]

    def kill(self, name: str) -> Callable[[], None]:
        """Kills a process as a crash would; the result waits until another one has taken its place."""
        family = self.family(name)
        # The parent first: it would put new children in the place of the dead, and they may outlive it.
        for each in family:
            with suppress(psutil.NoSuchProcess):
                each.kill()

        def back() -> None:
            eventually(lambda: self.process(name).pid != family[0].pid, error=psutil.NoSuchProcess)
            if name == "mongod":
                self.expire_every_second()

        return back

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """Lets a process do nothing, not even refuse, while the block runs."""
        family = self.family(name)
        for each in family:
            each.suspend()
        # The signal stops a thread when it is its turn.
        eventually(lambda: all(map(_stands_still, family)))
        try:
            yield
        finally:
            for each in family:
                each.resume()

    def expire_every_second(self) -> None:
        """Has mongod remove what has expired once a second, not once a minute: tests wait for it.

        mongod forgets that when it ends, and heeds it when the first minute since its start is over.
        """
        with MongoClient[dict[str, Any]](self.system_mongo_uri("admin")) as client:
            client.admin.command({"setParameter": 1, "ttlMonitorSleepSecs": 1})


def _stands_still(process: psutil.Process) -> bool:
    """Whether all threads of a process are stopped."""
    stats = Path("/proc", str(process.pid), "task").glob("*/stat")
    # The state follows the name, which is in parentheses and may hold any character.
    return all(each.read_text().rpartition(")")[2].split()[0] == "T" for each in stats)
