"""compose.yaml, as the tests read it: what it says of a service is what its container is started with."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

import yaml
from docker.types import Mount

from deploy.topology import PROCESSES, TABLE
from tests.guards.source import ROOT

Service = dict[str, Any]

LINKS = {
    service.name: (*service.calls, *(("mongodb", "nats") if service.database else ())) for service in TABLE
}
"""Who talks to whom. Each pair has a network of its own here, so that it alone can be cut."""

_CALLS = {process.name: process.calls for process in PROCESSES}

_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^${}]*))?\}")
"""A variable with what stands for it, which holds no other: those are filled in before it."""
_HARDENING = ("user", "read_only", "cap_drop", "cap_add", "security_opt", "network_mode")


def services(environment: Mapping[str, str] = os.environ) -> dict[str, Service]:
    """The services by name, with variables filled in."""

    def fill(found: re.Match[str]) -> str:
        return environment.get(found[1]) or found[2] or ""

    text = (ROOT / "compose.yaml").read_text()
    while _VARIABLE.search(text):
        text = _VARIABLE.sub(fill, text)
    return dict(yaml.safe_load(text)["services"])


def variables(service: Service) -> dict[str, str]:
    """The environment of its processes."""
    return dict(service.get("environment", {}))


def options(service: Service) -> dict[str, Any]:
    """How its processes are confined, and whether the engine starts them again; it does not repeat a job.

    The engine does not ask how they are: two dozen containers that start a program for that every ten
    seconds take a quarter of a small machine, and nothing here waits for the answer.
    """
    given = {name: service[name] for name in _HARDENING if name in service}
    given["healthcheck"] = {"test": ["NONE"]}
    if service["restart"] == "unless-stopped":
        given["restart_policy"] = {"Name": service["restart"]}
    return {"tmpfs": dict(each.partition(":")[::2] for each in service["tmpfs"]), **given}


def mounts(service: Service, prefix: str) -> list[Mount]:
    """Its volumes, whose names get a prefix, and files of this folder."""
    return [_mount(each, prefix) for each in service["volumes"]]


def mounted_files() -> list[str]:
    """The files of this folder that services mount."""
    said = (each for service in services().values() for each in service["volumes"])
    return [each.split(":")[0] for each in said if str(each).startswith(".")]


def _mount(said: str | dict[str, Any], prefix: str) -> Mount:
    if isinstance(said, dict):
        source = prefix + said["source"] if said["type"] == "volume" else None
        no_copy = said.get("volume", {}).get("nocopy", False)
        return Mount(said["target"], source, said["type"], no_copy=no_copy)
    source, target, *mode = said.split(":")
    if source.startswith("."):
        return Mount(target, str(ROOT / source), "bind", read_only=mode == ["ro"])
    return Mount(target, prefix + source, "volume", read_only=mode == ["ro"])


def networks(name: str) -> dict[str, list[str]]:
    """The links that a process takes part in, with the names under which it is found there."""
    group, *_ = name.split("-")
    calls = _CALLS.get(name, ())
    found: dict[str, list[str]] = {"front": []} if name == "gateway" else {}
    if name in ("mongodb-users", "nats-streams"):
        return {link("roster", group): []}
    for caller, callees in LINKS.items():
        for callee in callees:
            if name in (callee, f"{callee}-rpc"):
                found[link(caller, callee)] = [callee]
            elif caller == group and callee in ("mongodb", "nats", *calls):
                found[link(caller, callee)] = []
    return found


def link(caller: str, callee: str) -> str:
    """The name of the network of a pair."""
    return f"{caller}-to-{callee}"
