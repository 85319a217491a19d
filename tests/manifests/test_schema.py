"""Every resource is what its schema says, without a field that the schema does not know."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.manifests import tools
from tests.manifests.rendered import VARIANTS, Document, documents, name_of

OLDEST, NEWEST = "1.30.0", "1.37.0"
"""Of Kubernetes: with `sleep` before the end of a pod, and as far as the schemas go."""

Key = tuple[str, str]


@cache
def custom_schemas() -> dict[Key, Any]:
    """The strict schemas of the resources that operators add."""
    found = {}
    for file in tools.crd_files():
        crd = yaml.safe_load(file.read_text())
        for version in crd["spec"]["versions"]:
            key = f"{crd['spec']['group']}/{version['name']}", crd["spec"]["names"]["kind"]
            schema = strict(version["schema"]["openAPIV3Schema"])
            schema["properties"]["metadata"] = {"type": "object"}
            found[key] = schema
    return found


def strict(schema: Any) -> Any:
    """The schema, with fields that it does not name forbidden."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: strict(value) for key, value in schema.items()}
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields")
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object" and not open_ended:
        result.setdefault("additionalProperties", False)
    return result


def key_of(document: Document) -> Key:
    return document["apiVersion"], document["kind"]


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_kubernetes_knows_every_field(version: str, tmp_path: Path) -> None:
    # Many resources are the same in several variants.
    texts = {
        yaml.safe_dump(each)
        for variant in VARIANTS
        for each in documents(variant)
        if key_of(each) not in custom_schemas()
    }
    file = tmp_path / "all.yaml"
    file.write_text("---\n".join(sorted(texts)))
    said = tools.run(
        tools.python_tool("kubernetes-validate"), "--strict", "--kubernetes-version", version, file
    )
    assert said.count("passed for resource") == len(texts), said


@pytest.mark.parametrize("variant", VARIANTS)
def test_operators_know_every_field(variant: str) -> None:
    custom = [each for each in documents(variant) if key_of(each) in custom_schemas()]
    faults = [
        f"{name_of(each)}: {error.json_path}: {error.message}"
        for each in custom
        for error in jsonschema.Draft202012Validator(custom_schemas()[key_of(each)]).iter_errors(each)
    ]
    assert faults == []
    assert bool(custom) == bool({"keda", "monitoring"} & set(VARIANTS[variant]))


def test_the_schemas_of_operators_are_strict() -> None:
    schema = custom_schemas()["keda.sh/v1alpha1", "ScaledObject"]
    wrong = {"spec": {"scaleTargetRef": {"name": "worker"}, "triggers": [], "minReplicas": 1}}
    messages = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(wrong)]
    assert any("'minReplicas' was unexpected" in message for message in messages), messages
