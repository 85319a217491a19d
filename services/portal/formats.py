"""Money, numbers and moments, as whoever looks writes them. Templates have each as a filter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from babel import dates, numbers
from flask import Flask, current_app
from flask_babel import get_locale, get_timezone, gettext, to_user_timezone
from markupsafe import Markup, escape

from services.shared.clock import Clock

NO_BREAK, DASH = "\N{NO-BREAK SPACE}", "\N{EN DASH}"
DAY = 86_400


def register(app: Flask) -> None:
    """Gives them to templates."""
    app.jinja_env.filters.update(
        money=money, number=number, percent=percent, ago=ago, left=left, day=day, moment=moment, utc=utc
    )
    app.jinja_env.filters.update(initials=initials, hue=hue, compact=compact, decimal=amount_text)


def money(value: Mapping[str, Any] | None) -> str:
    """`{"amount_minor": 250000, "currency": "USD"}` as `$2,500`; cents where there are any."""
    if value is None:
        return DASH
    amount, whole = _amount(value), value["amount_minor"] % 10 ** _digits(value["currency"]) == 0
    pattern = get_locale().currency_formats["standard"].pattern
    text = numbers.format_currency(
        amount,
        value["currency"],
        pattern.replace(".00", "") if whole else None,
        locale=get_locale(),
        currency_digits=not whole,
    )
    return text.replace(" ", NO_BREAK)


def amount_text(value: Mapping[str, Any]) -> str:
    """The amount of money alone, as it stands in a field of a form."""
    text = numbers.format_decimal(_amount(value), format="0.00", locale=get_locale())
    return text if _digits(value["currency"]) else text.partition("0.00")[0] or text


def amount_minor(text: str, currency: str) -> int:
    """What somebody has written into such a field, in minor units; raises ValueError."""
    plain = "".join(text.split())
    try:
        amount = numbers.parse_decimal(plain, locale=get_locale(), strict=False)
        minor = amount * 10 ** _digits(currency)
    except (numbers.NumberFormatError, InvalidOperation):
        raise ValueError(gettext("This is not an amount.")) from None
    if minor != int(minor) or minor < 0:
        raise ValueError(gettext("This is not an amount."))
    return int(minor)


def _digits(currency: str) -> int:
    return numbers.get_currency_precision(currency)


def _amount(value: Mapping[str, Any]) -> Decimal:
    return Decimal(value["amount_minor"]).scaleb(-_digits(value["currency"]))


def number(value: float | None) -> str:
    """Grouped; a dash where there is none."""
    return DASH if value is None else numbers.format_decimal(value, locale=get_locale())


def compact(value: float | None) -> str:
    """`12K`: for what is compared at a glance; the whole belongs into the title."""
    if value is None:
        return DASH
    return numbers.format_compact_decimal(value, locale=get_locale(), fraction_digits=1)


def percent(value: float | None) -> str:
    """A share of one: 0.031 is 3.1 %."""
    if value is None:
        return DASH
    return numbers.format_percent(round(value, 4), "#,##0.0#%", locale=get_locale())


def read(value: str | datetime) -> datetime:
    """A moment of the API (RFC 3339)."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def there(value: str | datetime) -> datetime:
    """A moment by the clock of whoever looks; by UTC's where hers is past the ends of the calendar."""
    at = read(value)
    try:
        return to_user_timezone(at)
    except OverflowError:
        return at


def utc_of(local: datetime) -> str:
    """A moment by the clock of whoever looks, as the API has it; raises ValueError where UTC has none."""
    try:
        moment = get_timezone().localize(local.replace(tzinfo=None)).astimezone(UTC)
    except OverflowError:
        raise ValueError(local) from None
    return str(moment.isoformat()).replace("+00:00", "Z")


def local(value: str | None) -> str:
    """A moment as a field of the kind `datetime-local` has it, in the time zone of whoever looks."""
    return there(value).replace(tzinfo=None).isoformat(timespec="minutes") if value else ""


def now() -> datetime:
    """The present, by the clock of the portal."""
    return cast(Clock, current_app.extensions["clock"]).now()


def ago(value: str | datetime) -> str:
    """`3 hours ago`, `in 2 days`."""
    return dates.format_timedelta(read(value) - now(), add_direction=True, locale=get_locale(), threshold=1.2)


def left(value: str | datetime) -> str:
    """`2 d`, `5 h`: how long it is until then, in short; empty where it is over."""
    seconds = (read(value) - now()).total_seconds()
    if seconds <= 0:
        return ""
    unit = timedelta(seconds=seconds)
    text = dates.format_timedelta(unit, format="narrow", locale=get_locale(), threshold=1.5)
    return text.replace(" ", NO_BREAK)


def day(value: str | datetime) -> str:
    """The day, in the time zone of whoever looks; the year where it is another one."""
    at = there(value)
    pattern = "MMMd" if at.year == to_user_timezone(now()).year else "yMMMd"
    return dates.format_skeleton(pattern, at, locale=get_locale())


def moment(value: str | datetime) -> Markup:
    """How long ago, with the whole moment on hover: for whoever looks, and in UTC."""
    at = read(value)
    whole = dates.format_datetime(there(at), "medium", locale=get_locale())
    shown = ago(at) if abs((at - now()).total_seconds()) < 30 * DAY else day(at)
    # HTML knows no microseconds. Markup.format takes three times as long, and a page has dozens of these.
    machine = at.isoformat(timespec="milliseconds")
    return Markup(  # noqa: S704 (each part is escaped)
        f'<time class="text-nowrap" datetime="{escape(machine)}" title="{escape(whole)} · {escape(utc(at))}">'
        f"{escape(shown)}</time>"
    )


def utc(value: str | datetime) -> str:
    """The moment as the API has it."""
    return read(value).astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def initials(name: str) -> str:
    """Two letters at most, for a face that is not there."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    picked = words if len(words) < 3 else (words[0], words[-1])
    return "".join(word[0] for word in picked)[:2].upper() or "?"


def hue(name: str) -> int:
    """One of eight colours for a name, always the same one."""
    return sum(map(ord, name)) % 8
