"""The contracts of all services: which RPCs there are, and under which rules.

The gateway makes its routes of them, and roster derives from an RPC's name what it is asked to decide.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType

from google.protobuf.descriptor import ServiceDescriptor

from protos.campaigns.v1 import campaigns_pb2
from protos.metrics.v1 import metrics_pb2
from protos.roster.v1 import roster_pb2
from services.shared.access import DELEGABLE, DELEGATED_KINDS, SCOPES, Rule, rules_of

SERVICES: dict[str, tuple[ModuleType, ...]] = {
    "roster": (roster_pb2,),
    "campaigns": (campaigns_pb2,),
    "metrics": (metrics_pb2,),
}
"""The proto modules of each service."""

Descriptors = dict[str, list[ServiceDescriptor]]


def descriptors() -> Descriptors:
    """The gRPC services that each service offers."""
    return {
        name: [each for module in modules for each in module.DESCRIPTOR.services_by_name.values()]
        for name, modules in SERVICES.items()
    }


@cache
def rules() -> dict[str, Rule]:
    """The rule of every RPC by its name, `roster.v1.PartyService/GetCreator`."""
    declared = rules_of(service for services in descriptors().values() for service in services)
    return {path.removeprefix("/"): rule for path, rule in declared.items()}


@cache
def usable_scopes(kind: str) -> tuple[str, ...]:
    """The scopes that are of any use to parties of a kind, in the order of the enum.

    Those of the RPCs that are for the kind; and for who reaches a creator's side all that she can delegate.
    """
    used = {rule.scope for rule in rules().values() if kind in rule.kinds}
    used.update(DELEGABLE if kind in DELEGATED_KINDS else ())
    return tuple(scope for scope in SCOPES if scope in used)
