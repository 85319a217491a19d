"""Files and functions stay short."""

from __future__ import annotations

import pytest

from tests.guards.source import ROOT, functions, python

LONGEST_FILE = 300
MEDIAN, NINETIETH = 10, 35


def test_a_file_has_at_most_300_lines() -> None:
    files = python("clients", "services", "deploy", "tests", "protos")
    lines = {str(path): len((ROOT / path).read_text().splitlines()) for path in files}
    too_long = {path: count for path, count in lines.items() if count > LONGEST_FILE}
    assert too_long == {}, "make each a package of the same name"


@pytest.mark.parametrize("folder", ["clients", "services", "deploy"])
def test_functions_stay_within_their_budget(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    lengths = sorted(lines for path in python(folder) for _, lines in functions(path))
    median, ninetieth = (lengths[len(lengths) * part // 100] for part in (50, 90))
    with capsys.disabled():
        print(f"\n{folder}: {len(lengths)} functions, median {median} lines, nine of ten at most {ninetieth}")
    assert (median <= MEDIAN, ninetieth <= NINETIETH) == (True, True)
