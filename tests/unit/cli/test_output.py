"""What a terminal is sent: nothing that it obeys, or that turns round what is read."""

from __future__ import annotations

import json

import pytest

from services.cli import output

DECEIVING = "a\u202eb\x1b[2J\u200b"
WRITTEN_OUT = "a\\u202eb\\u001b[2J\\u200b"


def test_lines_notes_and_complaints(capsys: pytest.CaptureFixture[str]) -> None:
    output.line(DECEIVING)
    output.note(DECEIVING)
    output.complain(DECEIVING)
    shown = capsys.readouterr()
    assert shown.out == f"{WRITTEN_OUT}\n"
    assert shown.err == f"{WRITTEN_OUT}\nError: {WRITTEN_OUT}\n"


def test_tables(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(("name",), [(DECEIVING,)])
    shown = capsys.readouterr().out
    assert WRITTEN_OUT in shown
    assert "\u202e" not in shown


def test_a_document_stays_the_same_document(capsys: pytest.CaptureFixture[str]) -> None:
    document = {"name": DECEIVING, "brief": "first\nsecond"}
    output.json_document(document)
    shown = capsys.readouterr().out
    assert WRITTEN_OUT in shown
    assert json.loads(shown) == document
