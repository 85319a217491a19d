"""What the runbook tells people to type names what there is."""

from __future__ import annotations

import re

import pytest

from tests.guards.source import ROOT
from tests.manifests.rendered import documents

PAGES = ("docs/operations.md", "deploy/k8s/README.md")
NAMED = re.compile(r"\b(deployment|statefulset|service|cronjob)/([a-z][a-z-]+)")


@pytest.mark.parametrize("page", PAGES)
def test_every_object_in_a_command_is_there(page: str) -> None:
    present = {
        (each["kind"].lower(), each["metadata"]["name"])
        for variant in ("local with all", "production with all")
        for each in documents(variant)
    }
    named = set(NAMED.findall((ROOT / page).read_text()))
    assert named - present == set()


def test_commands_are_found() -> None:
    text = (ROOT / "docs/operations.md").read_text()
    assert {("deployment", "roster-rpc"), ("cronjob", "backup"), ("statefulset", "nats")} <= set(
        NAMED.findall(text)
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_path_of_deploy_is_there(page: str) -> None:
    paths = set(re.findall(r"\bdeploy/[\w/.-]*\w", (ROOT / page).read_text()))
    made = {path for path in paths if "/secrets/" in path}
    assert [path for path in sorted(paths - made) if not (ROOT / path).exists()] == []
