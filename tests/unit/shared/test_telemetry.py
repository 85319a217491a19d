"""One JSON object a line."""

from __future__ import annotations

import subprocess
import sys

import orjson

SCRIPT = """
from services.shared import telemetry
telemetry.configure("roster-rpc", "info")
log = telemetry.logger()
log.debug("quiet")
with telemetry.request("rq_1"):
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
