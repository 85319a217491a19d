"""What a page costs whoever looks at it: bytes, the moment of its largest paint, how far its parts shift, and
the time of its HTML. `make bench` prints it, with the bars of each; `test_bars.py` holds it to those that do
not depend on the machine.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page

from tests.portal.browser import SMALL, WIDE, chromium
from tests.portal.people import Person, people, portal_url, sign_in
from tests.portal.screenshots import SHOTS, Shot, address

FIRST_BYTES, NEXT_BYTES = 250_000, 40_000
SHIFT = 0.05
PAINT_SECONDS, HTML_SECONDS = 1.0, 0.15
REQUESTS = 9
"""For the median of the time of a page's HTML; one more before them fills what is kept."""
PAINTS = 3
"""First visits, of which the median of the paint is told."""

OBSERVE = """
window.seen = {paint: 0, shift: 0};
const observe = (type, take) =>
  new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({type, buffered: true});
observe("largest-contentful-paint", (entry) => { seen.paint = entry.startTime; });
observe("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
"""
SETTLED = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(window.seen), 500))))"""

MORE = (
    Shot("deal", "manager", "/inbox?tab=active", "a[href^='/offers/']"),
    Shot("deliverables", "manager", "/inbox?tab=active", "a[href^='/offers/']", "#act-deliverables"),
    Shot("audience", "creator", "/creators/own"),
    Shot("agenda", "manager", "/calendar?view=agenda"),
    Shot("brand's home", "brand", "/"),
    Shot("new campaign", "brand", "/campaigns/new"),
    Shot("people", "owner", "/settings/people"),
    Shot("health", "operator", "/operator/health"),
)
"""Pages of which there are no pictures."""

VISITS = (*SHOTS, *MORE)
Used = Callable[[], float]


@dataclass(frozen=True)
class Visit:
    """A page that was looked at: bytes that were sent, seconds to the largest paint, and the shift."""

    sent: int
    paint: float
    shift: float


def visitor(browser: Browser, url: str, person: Person) -> dict[str, Any]:
    """What a browser keeps of somebody who has signed in."""
    context = browser.new_context(locale="en")
    try:
        sign_in(context.new_page(), url, person)
        return {"storage_state": context.storage_state(), "locale": "en"}
    finally:
        context.close()


def address_of(browser: Browser, url: str, kept: dict[str, Any], shot: Shot) -> str:
    """Where a page is."""
    context = browser.new_context(**kept)
    try:
        return address(context.new_page(), url, shot)
    finally:
        context.close()


def visits(browser: Browser, url: str, kept: dict[str, Any]) -> tuple[Visit, Visit]:
    """The first visit of somebody whose browser has nothing of the portal, wide, and the next, small."""
    context = browser.new_context(**kept)
    try:
        context.add_init_script(OBSERVE)
        return _visit(context, url, WIDE), _visit(context, url, SMALL)
    finally:
        context.close()


def _visit(context: BrowserContext, url: str, width: int) -> Visit:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    sent = _counted(page)
    answer = page.goto(url)
    assert answer is not None
    assert answer.status == 200, f"{url}: {answer.status}"
    page.wait_for_load_state("load")
    seen = page.evaluate(SETTLED)
    page.close()
    return Visit(sum(sent), seen["paint"] / 1000, round(seen["shift"], 4))


def _counted(page: Page) -> list[int]:
    """The bytes of every answer that has come whole; none of what the browser had already."""
    sent: list[int] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda done: sent.append(int(done["encodedDataLength"])))
    return sent


def html_seconds(url: str, kept: dict[str, Any], used: Used) -> tuple[float, float]:
    """The median of the time of a page's HTML, and of the CPU that `used` tells of one."""
    cookies = {each["name"]: each["value"] for each in kept["storage_state"]["cookies"]}
    taken = []
    with httpx.Client(cookies=cookies, timeout=60, follow_redirects=True) as client:
        client.get(url).raise_for_status()
        before = used()
        for _ in range(REQUESTS):
            begun = time.perf_counter()
            client.get(url).raise_for_status()
            taken.append(time.perf_counter() - begun)
    return statistics.median(taken), (used() - before) / REQUESTS


def table(home: Path, url: str, used: Used, names: Iterable[str] = ()) -> Iterator[str]:
    """A line for each page of the portal at `url`, or for those named, and whether it meets its bars."""
    wanted = [shot for shot in VISITS if not names or shot.name in names]
    yield f"{'page':14} {'HTML':>8} {'CPU':>8} {'first':>8} {'next':>7} {'paint':>7} {'shift':>7}"
    with chromium() as browser:
        for role in dict.fromkeys(shot.role for shot in wanted):
            kept = visitor(browser, portal_url(home), people(home)[role])
            for shot in (each for each in wanted if each.role == role):
                yield _line(browser, url, kept, shot, used)


def _line(browser: Browser, url: str, kept: dict[str, Any], shot: Shot, used: Used) -> str:
    place = address_of(browser, url, kept, shot)
    looked = [visits(browser, place, kept) for _ in range(PAINTS)]
    first, following = looked[0]
    paint = statistics.median(each.paint for each, _ in looked)
    html, cpu = html_seconds(place, kept, used)
    shift = max(each.shift for both in looked for each in both)
    figures = (
        f"{shot.name:14} {1000 * html:5.0f} ms {1000 * cpu:5.0f} ms {first.sent / 1000:5.0f} kB "
        f"{following.sent / 1000:4.0f} kB {paint:5.2f} s {shift:7.3f}"
    )
    missed = [
        f"{name} (at most {most:g})"
        for name, value, most in (
            ("HTML in ms", 1000 * html, 1000 * HTML_SECONDS),
            ("first in kB", first.sent / 1000, FIRST_BYTES / 1000),
            ("next in kB", following.sent / 1000, NEXT_BYTES / 1000),
            ("paint in s", paint, PAINT_SECONDS),
            ("shift", shift, SHIFT),
        )
        if value > most
    ]
    return f"{figures}  {'misses ' + ', '.join(missed) if missed else 'met'}"
