"""The walk of `docs/oauth.md` runs as it is printed."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

from tests.e2e.api import Operator
from tests.guards.source import ROOT


def test_every_command_of_the_guide_does_what_it_says(operator: Operator, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "oauth.md").read_text(encoding="utf-8")
    script = "\n".join(re.findall(r"^```bash\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))
    environment = {
        **os.environ,
        "CALLBOARD_BASE_URL": operator.base_url,
        "CALLBOARD_CLIENT_ID": operator.client_id,
        "CALLBOARD_CLIENT_SECRET": operator.client_secret,
    }
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    tokens = json.loads((tmp_path / "tokens.json").read_text())
    assert tokens["scope"] == "marketplace.roster.read"
    assert json.loads((tmp_path / "next.json").read_text())["refresh_token"] != tokens["refresh_token"]
