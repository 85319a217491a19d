"""`callboard reminders`: what is asked of the gateway, and what is shown of its answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.cli.gateway import Gateway, Shell, tagged

PATH = "/v1/reminders/settings"
SETTINGS: dict[str, Any] = {
    "hours_before": [48, 24],
    "late": True,
    "kinds": ["answer", "draft", "publication"],
    "version": 3,
}


@pytest.fixture(autouse=True)
def answers(gateway: Gateway) -> None:
    """The gateway has these settings, and says that it has others when they are put."""
    gateway.answers[f"GET {PATH}"] = lambda _: tagged(SETTINGS)
    gateway.answers[f"PUT {PATH}"] = {"hours_before": [], "late": False, "kinds": [], "version": 4}


def test_settings_are_shown(gateway: Gateway, shell: Shell) -> None:
    outcome = shell(gateway.context(), "reminders", "settings")
    assert "48, 24" in outcome.out
    assert "answer, draft, publication" in outcome.out
    assert shell(gateway.context(), "reminders", "settings", "--json").document == SETTINGS


@pytest.mark.parametrize(
    ("options", "changed"),
    [
        (("--hours", "72, 1", "--no-late", "--kinds", "draft"), ([72, 1], False, ["draft"])),
        (("--hours", "", "--kinds", ""), ([], True, [])),
        (("--late",), ([48, 24], True, SETTINGS["kinds"])),
    ],
)
def test_what_is_named_is_set_and_the_rest_stays(
    gateway: Gateway, shell: Shell, options: tuple[str, ...], changed: tuple[Any, ...]
) -> None:
    outcome = shell(gateway.context(), "reminders", "set", *options)
    assert outcome.code == 0
    assert "nothing" in outcome.out
    sent = gateway.asked[-1]
    assert sent.headers["If-Match"] == '"3"'
    assert json.loads(sent.content) == dict(zip(("hours_before", "late", "kinds"), changed, strict=True))


def test_hours_are_numbers(gateway: Gateway, shell: Shell) -> None:
    outcome = shell(gateway.context(), "reminders", "set", "--hours", "soon")
    assert outcome.code == 2
    assert "48,24" in outcome.err
