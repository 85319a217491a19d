"""When the parties of the demo are reminded of what is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.cli.demo.session import Session

HOURS: Mapping[str, Sequence[int]] = {"northlight": (48, 24, 3), "maya": (24,), "solstice": (24, 2)}
"""How many hours before: for those who have set it themselves."""


def remind(session: Session, key: str) -> None:
    """Sets it for a party that has set nothing yet, of everything that it would be reminded of anyway."""
    api = session.api(key)
    known = api.get_reminder_settings()
    if not known["version"]:
        api.put_reminder_settings(if_match=known, hours_before=HOURS[key], late=True, kinds=known["kinds"])
        session.changed(f"{key}-reminders")
