"""One container of a Callboard."""

from __future__ import annotations

from ipaddress import IPv4Address

from docker.models.containers import Container

STOP_SECONDS = 40
"""After which a process that was told to end is killed; as in compose.yaml."""

_READY = (
    "import http.client, os; port = int(os.environ['HEALTH_PORT']);"
    "c = http.client.HTTPConnection('127.0.0.1', port, timeout=2);"
    "c.request('GET', '/readyz'); raise SystemExit(c.getresponse().status != 200)"
)


class Process:
    """One container, with as much of psutil.Process as the end-to-end tests use."""

    def __init__(self, name: str, container: Container) -> None:
        self.name, self.container = name, container

    def suspend(self) -> None:
        """Freezes it."""
        self.container.pause()

    def resume(self) -> None:
        """Lets it go on."""
        self.container.unpause()

    def ready(self) -> bool:
        """Whether it says that it wants work; true of servers that are not ours."""
        if self.name in ("nats", "mongodb"):
            return True
        return bool(self.container.exec_run(["python3", "-c", _READY]).exit_code == 0)

    def stop(self) -> None:
        """SIGTERM, and the time to drain; a process that has to be killed has failed."""
        self.container.stop(timeout=STOP_SECONDS)
        self.container.reload()
        assert self.container.attrs["State"]["ExitCode"] in (0, 143), self.logs()

    def address(self, network: str) -> IPv4Address:
        """Where it is found on a network."""
        self.container.reload()
        return IPv4Address(self.container.attrs["NetworkSettings"]["Networks"][network]["IPAddress"])

    def logs(self) -> str:
        """What it has said last."""
        return str(self.container.logs(tail=200).decode())
