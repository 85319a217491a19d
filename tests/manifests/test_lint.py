"""checkov and kube-score find nothing but what `exceptions` explains."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.manifests import exceptions, tools

VARIANTS = ("local with all", "production with all")
GRADE_OK = 10


def checkov(file: Path) -> set[tuple[str, str]]:
    """What checkov finds: check and resource."""
    said = tools.run(
        tools.python_tool("checkov"),
        *("--file", file, "--framework", "kubernetes", "--output", "json"),
        *("--quiet", "--compact", "--skip-download", "--soft-fail"),
    )
    report = json.loads(said)
    assert report["summary"]["passed"] > 500, report["summary"]
    return {(each["check_id"], each["resource"]) for each in report["results"]["failed_checks"]}


def kube_score(file: Path) -> set[tuple[str, str]]:
    """What kube-score finds: check and resource."""
    optional = [
        "--enable-optional-test=container-ports-check",
        "--enable-optional-test=container-seccomp-profile",
    ]
    command = [str(tools.kube_score()), "score", "--output-format=json", *optional, str(file)]
    # It ends with 1 where it finds anything.
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode in (0, 1), said.stderr
    objects: list[dict[str, Any]] = json.loads(said.stdout)
    assert len(objects) > 40
    return {
        (check["check"]["id"], each["object_name"])
        for each in objects
        for check in each["checks"]
        if not check["skipped"] and check["grade"] < GRADE_OK
    }


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(
    ("find", "explained"),
    [(checkov, exceptions.CHECKOV), (kube_score, exceptions.KUBE_SCORE)],
    ids=["checkov", "kube-score"],
)
def test_nothing_is_found_without_a_reason(
    variant: str, find: Any, explained: Any, files: dict[str, Path]
) -> None:
    found = find(files[variant])
    allowed = {check for check, (variants, _) in explained.items() if variant in variants}
    assert {each for each in found if each[0] not in allowed} == set()
    assert {check for check, _ in found} == allowed, "an exception is not needed any more"
