"""Process 1 of the node: makes the place ready, runs the components, and starts again what has ended.

It runs in new network, mount and process namespaces. When it ends, the kernel ends everything in them and
takes networks, firewall rules and mounts away; the rest it puts back itself.
"""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from deploy.wait import until
from tests.k8s.cluster import place, programs
from tests.k8s.cluster.home import API_PORT, Home

# These bear the others, which give up when they find nobody to talk to.
FIRST = ("etcd", "containerd", "kube-apiserver")
BACKOFF_SECONDS = 1.0
START_SECONDS = 120


class Components:
    """The processes of the node by name."""

    def __init__(self, home: Home, commands: dict[str, list[str]]) -> None:
        self._home = home
        self._commands = commands
        self._names: dict[int, str] = {}
        self._due: dict[str, float] = {}

    def start(self, name: str) -> None:
        """Runs one component; what it says goes to its log."""
        with self._home.log(name).open("ab") as log:
            process = subprocess.Popen(
                self._commands[name],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                close_fds=name != "forwards",
            )
        # `tend` waits for it, as it does for the orphans that containers leave to process 1.
        process.returncode = 0
        self._names[process.pid] = name

    def tend(self) -> None:
        """Takes note of what has ended, and starts again the components among it, a little later."""
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if name := self._names.pop(ended[0], None):
                print(f"{name} ended with {os.waitstatus_to_exitcode(ended[1])}", flush=True)
                self._due[name] = time.monotonic() + BACKOFF_SECONDS
        for name in [each for each, when in self._due.items() if when <= time.monotonic()]:
            del self._due[name]
            self.start(name)


def api_ready(home: Home) -> bool:
    """Whether the API server says so."""
    context = ssl.create_default_context(cafile=str(home.certificate("ca")))
    context.load_cert_chain(home.certificate("admin"), home.key("admin"))
    direct = (urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    try:
        url = f"https://127.0.0.1:{API_PORT}/readyz"
        with urllib.request.build_opener(*direct).open(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def run(home: Home, commands: dict[str, list[str]]) -> None:
    """Never returns; SIGTERM raises out of it."""
    components = Components(home, commands)
    for name in FIRST:
        components.start(name)

    def is_up() -> bool:
        components.tend()
        return api_ready(home)

    until(is_up, START_SECONDS, every=0.2)
    for name in commands:
        if name not in FIRST:
            components.start(name)
    while True:
        components.tend()
        # Children that have ended are looked for ten times a second, as long as the node lives.
        time.sleep(0.1)


def main(arguments: Sequence[str]) -> None:
    """Arguments: the cluster's directory, the directory of built programs, the open files of the forwards."""
    home, built, *forwards = arguments
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    commands = programs.commands(Home(Path(home)), Path(built))
    commands["forwards"] = [sys.executable, "-m", "tests.k8s.cluster.forwards", *forwards]
    before = place.prepare(Home(Path(home)))
    try:
        run(Home(Path(home)), commands)
    finally:
        place.leave(before)


if __name__ == "__main__":
    main(sys.argv[1:])
