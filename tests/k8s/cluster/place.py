"""What the node needs of the machine: a network, mounts, control groups; and how all of it is given back."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.wait import until
from tests.k8s.cluster.home import CGROUP, NODE_IP, Home

CGROUPS = Path("/sys/fs/cgroup")
SETTINGS = Path("/proc/sys")
# Kubelet changes these for the whole machine.
SHARED = (
    "vm/overcommit_memory",
    "vm/panic_on_oom",
    "kernel/panic",
    "kernel/panic_on_oops",
    "kernel/keys/root_maxkeys",
    "kernel/keys/root_maxbytes",
)
COMMANDS = (
    "ip link set lo up",
    "ip link add node0 type veth peer name node1",
    "ip link set node0 up",
    "ip link set node1 up",
    f"ip address add {NODE_IP}/32 dev node0",
    # Addresses of Services are reached by rewriting what would leave by the default route.
    "ip route add default dev node0",
    # Volumes that kubelet mounts must be seen by the containers.
    "mount --make-rshared /",
    "mount -t tmpfs run /run",
)
END_SECONDS = 20


def prepare(home: Home) -> dict[Path, str]:
    """Makes network, mounts and control groups; returns the settings to be put back."""
    for command in COMMANDS:
        subprocess.run(command.split(), check=True)
    subprocess.run(["mount", "--bind", str(home.folder("var-log")), "/var/log"], check=True)
    before = {path: path.read_text() for path in (SETTINGS / name for name in SHARED) if path.exists()}
    (SETTINGS / "net/ipv4/ip_forward").write_text("1")
    for controller in _controllers():
        _make_group(controller)
    return before


def _controllers() -> list[Path]:
    """The roots of control groups: one, or with the old kind one a controller."""
    if (CGROUPS / "cgroup.controllers").exists():
        return [CGROUPS]
    huge = CGROUPS / "hugetlb"
    # Kubelet sets limits of huge pages, whose old kind not every machine has mounted.
    if not (huge / "cgroup.procs").exists():
        huge.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "cgroup", "-o", "hugetlb", "hugetlb", str(huge)], check=True)
    return sorted(path.parent for path in CGROUPS.glob("*/cgroup.procs"))


def _make_group(controller: Path) -> None:
    group = controller / CGROUP
    group.mkdir(exist_ok=True)
    for name in ("cpuset.cpus", "cpuset.mems"):
        if (group / name).exists() and not (controller / "cgroup.controllers").exists():
            (group / name).write_text((controller / name).read_text())


def leave(before: dict[Path, str]) -> None:
    """Ends every process of the node but this one, removes the control groups, puts the settings back."""
    os.kill(-1, signal.SIGKILL)
    until(_all_ended, END_SECONDS)
    until(lambda: not [group for group in _groups() if not _removed(group)], END_SECONDS)
    for path, text in before.items():
        path.write_text(text)


def _all_ended() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def _groups() -> Iterator[Path]:
    """The control groups of the cluster, the innermost first."""
    for root in [*CGROUPS.glob(CGROUP), *CGROUPS.glob(f"*/{CGROUP}")]:
        yield from (Path(path) for path, _, _ in os.walk(root, topdown=False))


def _removed(group: Path) -> bool:
    try:
        group.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        # The kernel has not yet taken the last process out of it.
        return False
    return True
