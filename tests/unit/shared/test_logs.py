"""One JSON object a line."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import orjson
import pytest

from services.shared import logs

SCRIPT = """
from services.shared import logs
logs.configure("roster-rpc", "info")
log = logs.logger()
log.debug("quiet")
with logs.request("rq_1"):
    log.info("rpc", ms=1.5, odd=object)
try:
    secret = "hush"
    1 / 0
except ZeroDivisionError:
    log.exception("unexpected", rpc="x")
"""


def test_lines_are_json_with_process_level_time_and_request_id() -> None:
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, check=True, timeout=30)
    first, second = (orjson.loads(line) for line in ran.stdout.splitlines())
    assert (first["event"], first["process"], first["level"], first["request_id"], first["ms"]) == (
        "rpc",
        "roster-rpc",
        "info",
        "rq_1",
        1.5,
    )
    assert first["timestamp"].endswith("Z")
    assert second["exception"][0]["exc_type"] == "ZeroDivisionError"
    assert "request_id" not in second
    assert b"hush" not in ran.stdout


CROWD = """
import sys, threading
sys.setswitchinterval(1e-6)
from services.shared import logs
logs.configure("crowd", "info")
def tell(who):
    # As every module has: a logger of its own.
    writers = [logs.logger() for _ in range(3)]
    for number in range(LINES):
        log = writers[number % 3]
        (log.warning if number % 7 == 0 else log.info)("line", who=who, number=number)
threads = [threading.Thread(target=tell, args=(who,)) for who in range(THREADS)]
[each.start() for each in threads]
[each.join() for each in threads]
"""


def test_lines_leave_in_the_order_in_which_they_were_said_and_none_is_lost() -> None:
    threads, lines = 8, 1_000
    script = f"THREADS, LINES = {threads}, {lines}\n{CROWD}"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)
    said = [orjson.loads(line) for line in ran.stdout.splitlines()]
    assert len(said) == threads * lines
    for who in range(threads):
        assert [line["number"] for line in said if line["who"] == who] == list(range(lines))
    times = [line["timestamp"] for line in said]
    assert times == sorted(times)


def test_a_full_second_sorts_like_any_other_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    full = datetime(2026, 3, 1, 12, 0, 1, 0, UTC)
    moments = iter([full, full.replace(microsecond=1)])
    monkeypatch.setattr(logs, "datetime", SimpleNamespace(now=lambda _: next(moments)))
    assert logs._now() < logs._now()
