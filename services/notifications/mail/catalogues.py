"""The texts of mails by language, and what an event is called by in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifications.domain.subscriptions import Language
from services.notifications.mail import en, es


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language; in braces stands what is filled in."""

    sentences: Mapping[str, str]
    """By type of event."""
    texts: Mapping[str, str]

    def sentence(self, event_type: str, names: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        """What an event of that type says, and what is filled into it.

        A type without a sentence of its own, or whose data lacks a name in it, is told by its names.
        """
        known = self.sentences.get(event_type)
        try:
            if known and known.format_map(names):
                return known, names
        except KeyError:
            pass
        return self.texts["other"], {"type": event_type, "names": ", ".join(names.values())}


CATALOGUES = {
    Language.EN: Catalogue(en.SENTENCES, en.TEXTS),
    Language.ES: Catalogue(es.SENTENCES, es.TEXTS),
}
