"""Words: nothing of the machine on which a file was written, and no figures of speech for what has a name."""

from __future__ import annotations

import re

from tests.guards.source import ROOT, files

HOME_PATH = re.compile(r"(?<![\w.])/(?:home|Users|root|work|workspace)/[\w.-]+")
REGISTRY = re.compile(
    r"https?://[^\s\"'/@]*(?:artifactory|nexus|devpi|pypi|registry|mirror|proxy)[^\s\"'/]*", re.IGNORECASE
)
CREDENTIALS = re.compile(r"https?://[^\s\"'/@:]+:[^\s\"'/@]+@")
FIGURES = re.compile(
    r"\b(?:rooms|houses?|doors?|doorkeepers?|gatekeepers?|bouncers?|riddles?|shelf|shelves|guests?|landlords?|"
    r"mailbox(?:es)?|postm[ae]n|couriers?|curtains?|puppets?|knock(?:s|ed)?|storytellers?|"
    r"treasures?|ghosts?|magic(?:al)?|oracles?|prophets?|wizards?)\b",
    re.IGNORECASE,
)
"""What stood here for services, checks, readers and rows. Each of them has a word of the field."""
NAMES = re.compile(r"\b(?:Cast|CAST|def cast|Stor(?:y|ies)|STORIES|Letters?)\b(?! of)")
BINARY = (".binpb", ".gz", ".png", ".ico", ".woff2", ".pdf")


def lines() -> list[tuple[str, str]]:
    found = []
    for path in files():
        if path.suffix in BINARY or path.parts[-1] == "test_words.py":
            continue
        text = (ROOT / path).read_bytes().decode(errors="replace")
        found += [(f"{path}:{number}", line) for number, line in enumerate(text.splitlines(), start=1)]
    return found


def hits(pattern: re.Pattern[str]) -> list[str]:
    found = ((where, pattern.search(line)) for where, line in lines())
    return [f"{where}: {hit[0]}" for where, hit in found if hit]


def test_no_path_of_a_machine() -> None:
    assert hits(HOME_PATH) == []


def test_no_host_of_a_package_registry() -> None:
    assert hits(REGISTRY) == []


def test_no_credentials_in_an_address() -> None:
    assert hits(CREDENTIALS) == []


def test_no_private_key() -> None:
    assert hits(re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\n?[A-Za-z0-9+/]{20}")) == []


def test_no_figures_of_speech() -> None:
    # How packages are called is for others to say.
    # How packages are called is for others to say.
    named = ("package-lock.json:", ": playwright")
    assert [hit for hit in hits(FIGURES) if not any(name in hit for name in named)] == []


def test_no_names_from_the_theatre_or_the_post() -> None:
    assert hits(NAMES) == []
