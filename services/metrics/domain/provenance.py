"""Where rows come from, as Callboard knows it, and which of several sources is shown.

Of the rows that have the same key, the one of the strongest source is shown, whichever came first: the
platform's before the operator's before an agency's; of two agencies, that with the greater id, which means
nothing but is the same for everybody. What an importer writes about the origin of its rows is a note, and
decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OPERATOR, AGENCY, PLATFORM = "operator", "agency", "platform"

NO_SOURCE = "none"
"""Said of a figure that nobody has brought."""

STRENGTHS = {AGENCY: 1, OPERATOR: 2, PLATFORM: 3}

LONGEST_NOTE = 64
NOTES_SHOWN = 5


def strength_of(source: str) -> int:
    """How much a source is trusted; more is stronger."""
    return STRENGTHS[source.partition(":")[0]]


@dataclass(frozen=True)
class Actor:
    """Who brings something, by which client; an agency under the grant `delegation_id` at its version.

    `name` is what the party is called at that moment; `person_id` the member of it who does, if one does;
    `limited` says that she may see some creators of the party's only.
    """

    party_id: str
    kind: str
    client_id: str = ""
    delegation_id: str = ""
    delegation_version: int = 0
    name: str = ""
    person_id: str = ""
    limited: bool = False

    @property
    def source(self) -> str:
        """What its rows show as their source."""
        return f"{AGENCY}:{self.party_id}" if self.kind == AGENCY else self.kind


@dataclass(frozen=True)
class Origin:
    """Who brought a row: the import with its number of the batch, and the grant at its version."""

    source: str = OPERATOR
    import_id: str = ""
    batch: int = 0
    delegation_id: str = ""
    delegation_version: int = 0

    @property
    def rank(self) -> str:
        """Sorts the rows of one key, the strongest last."""
        return f"{strength_of(self.source)}{self.source.partition(':')[2]}"


def sources(names: Iterable[str]) -> str:
    """Where figures come from, each source once."""
    return ", ".join(sorted(set(names))) or NO_SOURCE


def notes(texts: Iterable[str | None]) -> str:
    """What importers say about the origin of figures, each note once, the first few of them."""
    found = sorted({text for text in texts if text})
    return ", ".join([*found[:NOTES_SHOWN], "…"] if len(found) > NOTES_SHOWN else found)
