"""The contracts of all services: which RPCs there are, and under which rules.

The gateway makes its routes of them, and roster derives from an action what it is asked to decide.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from google.protobuf.descriptor import ServiceDescriptor

import protos
from protos.callboard.batch.v1 import batch_pb2
from protos.callboard.live.v1 import live_pb2
from services.shared.access import (
    DELEGABLE,
    DELEGATED_KINDS,
    SCOPES,
    Rule,
    UndeclaredRule,
    action_of,
    rules_of,
)


def _modules() -> dict[str, tuple[ModuleType, ...]]:
    found: dict[str, tuple[ModuleType, ...]] = {}
    for file in sorted(Path(protos.__path__[0]).glob("*/v1/*_pb2.py")):
        service = file.parts[-3]
        module = import_module(f"protos.{service}.v1.{file.stem}")
        if module.DESCRIPTOR.services_by_name:
            found[service] = (*found.get(service, ()), module)
    return found


SERVICES = _modules()
"""The proto modules of each service, which are those in the folder of its name."""

Descriptors = dict[str, list[ServiceDescriptor]]


def descriptors() -> Descriptors:
    """The gRPC services that each service offers."""
    return {
        name: [each for module in modules for each in module.DESCRIPTOR.services_by_name.values()]
        for name, modules in SERVICES.items()
    }


def of_the_gateway() -> Descriptors:
    """What the gateway answers itself, out of what several services say."""
    modules = (batch_pb2, live_pb2)
    return {"gateway": [each for module in modules for each in module.DESCRIPTOR.services_by_name.values()]}


@cache
def rules() -> dict[str, Rule]:
    """The rule of every RPC by its name, `roster.v1.PartyService/GetCreator`."""
    offered = (*descriptors().values(), *of_the_gateway().values())
    declared = rules_of(service for services in offered for service in services)
    return {path.removeprefix("/"): rule for path, rule in declared.items()}


@cache
def actions() -> dict[str, Rule]:
    """The rule of every RPC that is for parties by the word for it, `accept_offer`.

    Raises UndeclaredRule where two RPCs would have the same word.
    """
    found: dict[str, Rule] = {}
    for name, rule in rules().items():
        word = action_of(name)
        if rule.kinds and found.setdefault(word, rule) is not rule:
            raise UndeclaredRule(f"{name} has the name of another RPC, so that both would be {word} in logs.")
    return found


@cache
def usable_scopes(kind: str) -> tuple[str, ...]:
    """The scopes that are of any use to parties of a kind, in the order of the enum.

    Those of the RPCs that are for the kind; and for who reaches a creator's side all that she can delegate.
    """
    used = {rule.scope for rule in rules().values() if kind in rule.kinds}
    used.update(DELEGABLE if kind in DELEGATED_KINDS else ())
    return tuple(scope for scope in SCOPES if scope in used)
