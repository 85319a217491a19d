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
    """One container."""

    def __init__(self, name: str, container: Container) -> None:
        self.name, self.container = name, container

    def pid(self) -> int:
        """The number, on this machine, of the process that it was started with; 0 where it does not run."""
        self.container.reload()
        return int(self.container.attrs["State"]["Pid"])

    def host(self) -> IPv4Address:
        """Where it is found, on the first of its networks."""
        self.container.reload()
        return self.address(next(iter(self.container.attrs["NetworkSettings"]["Networks"])))

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

    def logs(self, tail: int | str = 200) -> str:
        """What it has said last, or all of it."""
        return str(self.container.logs(tail=tail).decode(errors="replace"))
