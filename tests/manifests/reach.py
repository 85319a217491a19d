"""Who reaches whom under the network policies of a variant, as the API documents them."""

from __future__ import annotations

from typing import Any

from tests.manifests.rendered import Document, Process, of_kind, processes

Edge = tuple[str, str, int]
"""From, to, port; both ends by the name of what runs there, or by where they are outside."""


def selects(selector: Document, labels: dict[str, str]) -> bool:
    """Whether a label selector selects these labels."""
    wanted = selector.get("matchLabels", {})
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    for expression in selector.get("matchExpressions", ()):
        assert expression["operator"] == "In", "only In is used here"
        if labels.get(expression["key"]) not in expression["values"]:
            return False
    return True


def edges(variant: str) -> set[Edge]:
    """Every connection that may be made: both ends must allow it."""
    everyone = processes(variant)
    outgoing = _allowed(variant, everyone, "Egress", "egress", "to")
    incoming = _allowed(variant, everyone, "Ingress", "ingress", "from")
    inside = set(everyone)
    return {edge for edge in outgoing | incoming if _agreed(edge, outgoing, incoming, inside)}


def _agreed(edge: Edge, outgoing: set[Edge], incoming: set[Edge], inside: set[str]) -> bool:
    source, target, _ = edge
    leaves = edge in outgoing or source not in inside
    enters = edge in incoming or target not in inside
    return leaves and enters


def _allowed(variant: str, everyone: dict[str, Process], kind: str, rules: str, end: str) -> set[Edge]:
    found: set[Edge] = set()
    for policy in of_kind(variant, "NetworkPolicy"):
        spec = policy["spec"]
        if kind not in spec["policyTypes"]:
            continue
        mine = [name for name, each in everyone.items() if selects(spec["podSelector"], each.labels)]
        assert mine, f"{policy['metadata']['name']} selects nothing"
        for rule in spec.get(rules, ()):
            others = _others(rule.get(end), everyone)
            pairs = [(a, b) if kind == "Egress" else (b, a) for a in mine for b in others]
            found |= {(a, b, port["port"]) for a, b in pairs for port in rule["ports"]}
    return found


def _others(peers: Any, everyone: dict[str, Process]) -> set[str]:
    if peers is None:
        return {"anybody"}
    found: set[str] = set()
    for peer in peers:
        if "namespaceSelector" in peer:
            found.add(peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"])
        elif "ipBlock" in peer:
            found.add(peer["ipBlock"]["cidr"])
        else:
            chosen = {name for name, each in everyone.items() if selects(peer["podSelector"], each.labels)}
            found |= chosen
    return found
