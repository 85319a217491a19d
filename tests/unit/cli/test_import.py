"""`callboard import snapshots`."""

from __future__ import annotations

import gzip
import sys

import pytest

from services.cli.errors import CliError
from services.cli.snapshots import format_of
from tests.unit.cli.gateway import problem

ROUTE = "POST /v1/metrics/snapshots"


def report(accepted=2, duplicates=1, rejected=0):
    """What the server answers."""
    rows = [{"line": line, "message": f"bad {line}"} for line in range(2, 2 + rejected)]
    return {"accepted": accepted, "duplicates": duplicates, "rejected": rows, "rejected_total": rejected}


@pytest.fixture
def file(tmp_path):
    """A small CSV."""
    path = tmp_path / "rows.csv"
    path.write_bytes(b"creator,video,captured_at\n" * 3)
    return path


def test_a_clean_import(gateway, shell, file):
    gateway.answers[ROUTE] = report()
    outcome = shell(gateway.context(), "import", "snapshots", str(file))
    assert outcome.code == 0
    assert "accepted              2" in outcome.out
    assert "rows/s" in outcome.out
    assert "sending" in outcome.err or "waiting for the report" in outcome.err
    [sent] = gateway.asked
    assert sent.content == file.read_bytes()
    assert sent.headers["Content-Type"] == "text/csv"
    assert sent.headers["Content-Length"] == str(file.stat().st_size)


def test_json_is_pure_and_progress_goes_to_stderr(gateway, shell, file):
    gateway.answers[ROUTE] = report(rejected=25)
    outcome = shell(gateway.context(), "import", "snapshots", str(file), "--json")
    assert outcome.code == 6
    assert len(outcome.document["rejected"]) == 25
    assert outcome.document["rows"] == 28
    assert {
        "accepted",
        "duplicates",
        "rejected_total",
        "seconds",
        "rows_per_second",
    } <= outcome.document.keys()
    assert outcome.err


def test_the_first_twenty_rejected_rows_are_shown(gateway, shell, file):
    gateway.answers[ROUTE] = report(rejected=25)
    outcome = shell(gateway.context(), "import", "snapshots", str(file))
    assert outcome.code == 6
    assert "line 21: bad 21" in outcome.out
    assert "line 22" not in outcome.out
    assert "and 5 more" in outcome.out


def test_gzip_is_sent_as_it_is(gateway, shell, tmp_path):
    path = tmp_path / "rows.ndjson.gz"
    path.write_bytes(gzip.compress(b"{}\n"))
    gateway.answers[ROUTE] = report()
    assert shell(gateway.context(), "import", "snapshots", str(path)).code == 0
    assert gateway.asked[0].content == path.read_bytes()
    assert gateway.asked[0].headers["Content-Type"] == "application/x-ndjson"
    assert "Content-Encoding" not in gateway.asked[0].headers


def test_standard_input_needs_a_format(gateway, shell, file, monkeypatch):
    gateway.answers[ROUTE] = report()
    with file.open() as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert shell(gateway.context(), "import", "snapshots", "-").code == 2
        assert shell(gateway.context(), "import", "snapshots", "-", "--format", "csv").code == 0
    assert gateway.asked[0].content == file.read_bytes()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.csv", "csv"),
        ("A.CSV.GZ", "csv"),
        ("x.y.ndjson", "ndjson"),
        ("b.jsonl.gz", "ndjson"),
        ("v1.2.csv", "csv"),
    ],
)
def test_the_name_tells_the_format(name, kind):
    assert format_of(name) == kind


@pytest.mark.parametrize("name", ["-", "rows", "rows.gz", "rows.csv.bak", "rows.json"])
def test_other_names_tell_none(name):
    with pytest.raises(CliError, match="--format"):
        format_of(name)


def test_a_file_that_cannot_be_read(gateway, shell, tmp_path):
    for name in (tmp_path / "missing.csv", tmp_path):
        outcome = shell(gateway.context(), "import", "snapshots", str(name), "--format", "csv")
        assert (outcome.code, outcome.out) == (1, "")
        assert "cannot be read" in outcome.err
    assert gateway.asked == []


def test_a_refused_import(gateway, shell, file):
    gateway.answers[ROUTE] = problem(422, "The first line must name the columns.")
    outcome = shell(gateway.context(), "import", "snapshots", str(file), "--json")
    assert outcome.code == 1
    assert "first line" in outcome.document["error"]["message"]
