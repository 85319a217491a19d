"""Every test that docs/security.md names for a promise is there."""

from __future__ import annotations

import re

from tests.guards.source import ROOT

NAMED = re.compile(r"`(?:(?P<file>[a-z0-9_/]+\.py)(?:: )?)?(?P<test>test_[a-z0-9_]+)?`")


def rows() -> list[str]:
    table = (ROOT / "docs" / "security.md").read_text().split("## Promises")[1].split("\n## ")[0]
    return [line for line in table.splitlines() if line.startswith("|")][2:]


def named_in(row: str) -> list[tuple[str, str]]:
    """Files and functions in the last column."""
    found = NAMED.finditer(row.rsplit("|", 2)[1])
    return [(each["file"] or "", each["test"] or "") for each in found]


def test_each_promise_names_a_test_that_is_there() -> None:
    defined = set(re.findall(r"^def (test_\w+)", "\n".join(_texts()), re.MULTILINE))
    for row in rows():
        named = named_in(row)
        assert named, f"no test stands behind: {row}"
        for file, test in named:
            assert not file or (ROOT / "tests" / file).is_file(), f"there is no tests/{file}: {row}"
            assert not test or test in defined, f"there is no {test}: {row}"


def _texts() -> list[str]:
    return [path.read_text() for path in (ROOT / "tests").rglob("test_*.py")]
