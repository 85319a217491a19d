"""What type checkers find in programs that use the client."""

from __future__ import annotations

import re
from pathlib import Path

from mypy import api

from tests.guards.source import ROOT

README = ROOT / "clients/python/README.md"

HEAD = """
from typing import Any

import callboard

client: callboard.Client
creator_id: str
delegation_id: str
new: callboard.types.RateInput
request: Any
"""

USE = """
offer = client.get_creator_offer("cr_1", "of_1")
place = ("cr_1", "of_1")
version = offer["current_version"]
reveal_type(offer["state"])

# What was answered can be sent again, as it is or changed.
client.create_creator_offer_proposal(*place, base_version=version, terms=offer["terms"])
price: callboard.types.Money = {"amount_minor": 1, "currency": "USD"}
client.create_creator_offer_proposal(*place, base_version=version, terms={**offer["terms"], "price": price})
"""

WRONG = """
client.decline_offer("cr_1", "of_1", reason=1)
client.decline_offer("cr_1", "of_1", because="no")
client.accept_delegation("dg_1", scopes=["account.write"])
client.put_labels("cr_1", tags=[])
client.patch_guardrails("dg_1", if_match="*", confirm_all_accepts=None)
"""


def checked(tmp_path: Path, text: str) -> str:
    """What mypy says of a program, strictly."""
    file = tmp_path / "program.py"
    file.write_text(HEAD + text)
    settings = tmp_path / "mypy.ini"
    settings.write_text(f"[mypy]\nstrict = true\nmypy_path = {ROOT / 'clients/python'}\n")
    return api.run(["--config-file", str(settings), "--cache-dir", str(tmp_path.parent / "mypy"), str(file)])[
        0
    ]


def test_programs_need_no_casts(tmp_path: Path) -> None:
    examples = "\n".join(re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL))
    said = checked(tmp_path, examples + USE)
    assert "Literal['in_review']" in said
    assert "Success" in said, said


def test_faults_are_found_before_they_are_sent(tmp_path: Path) -> None:
    found = re.findall(r"error: (.*?)  \[", checked(tmp_path, WRONG))
    assert len(found) == len(WRONG.strip().splitlines()), found
