"""What a creator reads before she agrees: an agency's words never pass for the installation's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.roster.domain.consent import consent_hash, consent_text
from services.shared.access import DELEGABLE, SCOPE_WORDS
from tests.unit.roster.build import PROFILE, RATES

WORDS = {PROFILE: SCOPE_WORDS[PROFILE], RATES: SCOPE_WORDS[RATES]}


def text(agency: str = "Acme", purpose: str = "Brand deals.", until: datetime | None = None) -> str:
    return consent_text(agency, "Zoe", WORDS, purpose, until)


def test_it_begins_with_the_installations_sentence_and_the_list_and_ends_with_the_purpose() -> None:
    first, may, also, yours, by, last = text().split("\n")
    assert first.startswith("An agency asks you to let it act in your name on this marketplace until you")
    assert (may, also) == (f"- {WORDS[PROFILE]} ({PROFILE})", f"- {WORDS[RATES]} ({RATES})")
    assert "no access to your platform account" in yours
    assert "“Zoe”" in by
    assert "“Acme”" in by
    assert last == "“Brand deals.”"


def test_it_says_until_when() -> None:
    assert "until 2026-03-01 13:00 UTC" in text(until=datetime(2026, 3, 1, 13, tzinfo=UTC))


@pytest.mark.parametrize("scope", DELEGABLE)
def test_scopes_are_in_words(scope: str) -> None:
    assert SCOPE_WORDS[scope].split()[0].islower()
    assert f"- {SCOPE_WORDS[scope]} ({scope})\n" in consent_text(
        "A", "B", {scope: SCOPE_WORDS[scope]}, "p", None
    )


NASTY = st.text(st.characters(codec="utf-8") | st.sampled_from("\"'“”„‟«»″〞\n\r\v\f\x85\u2028\u2029 "))


@given(NASTY, NASTY)
def test_no_name_and_no_purpose_leaves_its_quotation(agency: str, purpose: str) -> None:
    shown = text(agency, purpose)
    assert shown.count("“") == shown.count("”") == 3
    plain, lines = text().split("\n"), shown.splitlines()
    assert lines[:4] == plain[:4]
    assert len(lines) == len(plain)
    assert lines[4].endswith("which nobody here has checked:")
    assert lines[5][0] + lines[5][-1] == "“”"


def test_the_hash_is_of_the_text() -> None:
    assert consent_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
