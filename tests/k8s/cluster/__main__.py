"""`python -m tests.k8s.cluster up|down|load IMAGE…`: a Kubernetes of one node; root is needed."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from deploy.wait import until
from tests.k8s.cluster import images, obtain, pki, programs, volumes
from tests.k8s.cluster.home import Home

ROOT = Path(__file__).resolve().parents[3]
ADDONS = Path(__file__).parent / "addons"
HUGE_PAGES = Path("/sys/fs/cgroup/hugetlb")
START_SECONDS = 180
STOP_SECONDS = 60
CONDITIONS = (
    "node/node --for=condition=Ready",
    "deployment/coredns --namespace=kube-system --for=condition=Available",
    "apiservice/v1beta1.metrics.k8s.io --for=condition=Available",
)
UNSHARE = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")


def up(home: Home) -> None:
    """Starts the cluster and returns when pods can run and names are resolved."""
    if os.geteuid() != 0:
        raise SystemExit("Error: a node needs root: run this as root, or name another cluster by KUBECONFIG.")
    if _running(home):
        print(f"The cluster already runs: export KUBECONFIG={home.kubeconfig}")
        return
    built, begun = obtain.obtain(), time.monotonic()
    shutil.rmtree(home.root, ignore_errors=True)
    pki.make(home)
    programs.configure(home)
    _launch(home, built)
    try:
        _furnish(home, built)
    except BaseException:
        # Its logs stay until the next start.
        _end(home)
        raise
    print(f"The cluster is ready after {time.monotonic() - begun:.0f} s: export KUBECONFIG={home.kubeconfig}")


def _launch(home: Home, built: Path) -> None:
    """Starts process 1 of the node, which is given the open sockets of the forwarded ports."""
    with socket.create_server(("127.0.0.1", 0)) as api, socket.create_server(("127.0.0.1", 0)) as forward:
        descriptors = (api.fileno(), forward.fileno())
        command = [sys.executable, "-m", "tests.k8s.cluster.node", home.root, built, *descriptors]
        with home.log("node").open("ab") as log:
            holder = subprocess.Popen(
                [*UNSHARE, *map(str, command)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=descriptors,
                start_new_session=True,
            )
        home.holder.write_text(str(holder.pid))
        until(lambda: _running(home) or holder.poll() is not None, STOP_SECONDS)
        pki.write_access(home, "admin", f"https://127.0.0.1:{api.getsockname()[1]}", home.kubeconfig)
        home.forward.write_text(f"http://127.0.0.1:{forward.getsockname()[1]}")


def _furnish(home: Home, built: Path) -> None:
    """Waits for the node, gives it its images and the addons."""
    _wait(home, home.containerd.exists, "containerd has no socket")
    for name in programs.IMAGES:
        images.load(home, images.archive(built / name, programs.image(name)))
    _wait(home, lambda: _kubectl(home, "get", "node", "node"), "the node did not register")
    for addon in (ADDONS, volumes.make(home)):
        _wait(home, partial(_kubectl, home, "apply", "-f", str(addon)), f"{addon} was refused")
    for what in CONDITIONS:
        done = partial(_kubectl, home, "wait", *what.split(), "--timeout=5s")
        _wait(home, done, f"this did not come true: {what}")


def _wait(home: Home, probe: Callable[[], bool], complaint: str) -> None:
    if not until(lambda: not _running(home) or probe(), START_SECONDS, every=0.3) or not _running(home):
        raise SystemExit(f"Error: {complaint} within {START_SECONDS} s: see {home.folder('logs')}.")


def _kubectl(home: Home, *arguments: str) -> bool:
    command = ["kubectl", f"--kubeconfig={home.kubeconfig}", *arguments]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _running(home: Home) -> int | None:
    """The pid of the node's process 1, as this machine sees it."""
    try:
        holder = int(home.holder.read_text())
        if b"tests.k8s.cluster.node" not in Path(f"/proc/{holder}/cmdline").read_bytes():
            return None
        children = Path(f"/proc/{holder}/task/{holder}/children").read_text().split()
    except (OSError, ValueError):
        return None
    return int(children[0]) if children else None


def _end(home: Home) -> None:
    if first := _running(home):
        os.kill(first, signal.SIGTERM)
        if not until(lambda: not _running(home), STOP_SECONDS):
            os.kill(first, signal.SIGKILL)
            until(lambda: not _running(home), STOP_SECONDS)


def down(home: Home) -> None:
    """Ends the cluster and deletes what it kept; the built programs stay in the cache."""
    _end(home)
    if home.holder.exists():
        shutil.rmtree(home.root)
    # Made by the node as a place to mount on, and empty again.
    with contextlib.suppress(OSError):
        HUGE_PAGES.rmdir()
    print("The cluster is gone")


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command."""
    top = argparse.ArgumentParser(prog="python -m tests.k8s.cluster")
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="start it and wait until it is ready")
    commands.add_parser("down", help="end it and remove its files")
    load = commands.add_parser("load", help="put images of this machine's Docker engine into it")
    load.add_argument("images", nargs="+")
    given, home = top.parse_args(arguments), Home.from_environment()
    if given.command == "up":
        up(home)
    elif given.command == "down":
        down(home)
    else:
        images.load_from_docker(home, given.images)


if __name__ == "__main__":
    main()
