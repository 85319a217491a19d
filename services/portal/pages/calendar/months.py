"""Months as weeks of days, beginning on the day on which weeks begin where the reader lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from babel import dates
from flask_babel import get_locale, get_timezone, to_user_timezone

from services.portal import formats

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Month:
    """One month of one year."""

    year: int
    number: int

    @property
    def key(self) -> str:
        """`2026-03`, as it stands in the URL."""
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def title(self) -> str:
        """`March 2026`."""
        return dates.format_skeleton("yMMMM", self.first, locale=get_locale())

    def moved(self, months: int) -> Month:
        """So many months later."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def weeks(self) -> list[list[date]]:
        """Its weeks, whole, with days of its neighbours at both ends."""
        first, after = self.first, self.moved(1).first
        begin = first - timedelta(days=(first.weekday() - get_locale().first_week_day) % 7)
        days = [begin + timedelta(days=number) for number in range(42)]
        weeks = [days[start : start + 7] for start in range(0, 42, 7)]
        return [week for week in weeks if week[0] < after]

    def span(self) -> tuple[datetime, datetime]:
        """The moments at which the shown days begin and end."""
        weeks = self.weeks()
        return _midnight(weeks[0][0]), _midnight(weeks[-1][-1] + timedelta(days=1))


def today() -> date:
    """The present day, where the reader is."""
    return to_user_timezone(formats.now()).date()


def month_of(text: str) -> Month:
    """The month that a URL names; the present one where it names none."""
    now = today()
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = now
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        found = now
    return Month(found.year, found.month)


def weekdays() -> list[tuple[str, str]]:
    """The names of the days of a week, short and whole, in their order."""
    locale = get_locale()
    order = [(locale.first_week_day + number) % 7 for number in range(7)]
    return [(locale.days["format"]["abbreviated"][day], locale.days["format"]["wide"][day]) for day in order]


def long_day(day: date) -> str:
    """`Monday, March 2, 2026`."""
    return dates.format_date(day, "full", locale=get_locale())


def _midnight(day: date) -> datetime:
    there = get_timezone().localize(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware here
    return datetime.fromtimestamp(there.timestamp(), UTC)
