"""A gateway that does not answer: what a form held is offered again, and streams tell whether it is away."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from services.portal.gateway import RETRY
from services.portal.live import AWAY, BACK, Reach, Waiting
from tests.unit.portal.gateway import BASE_URL, FakeGateway

OFFER = "/v1/creators/cr_1/offers/of_1"


def away(_: httpx.Request) -> httpx.Response:
    """Nobody is there."""
    raise httpx.ConnectError("refused")


def test_a_form_that_was_not_taken_in_is_offered_again(gateway: FakeGateway) -> None:
    browser = gateway.browser()
    browser.look("/inbox")
    gateway.answers |= dict.fromkeys((f"GET {OFFER}", f"POST {OFFER}/decline"), away)
    answer = browser.send(
        "/offers/of_1/decline?creator=cr_1", {"name": 'A "<b>"', "once": "k1", "language": "en"}
    )
    assert answer.status_code == 503
    assert '<input type="hidden" name="name" value="A &#34;&lt;b&gt;&#34;">' in answer.text
    assert '<input type="hidden" name="once" value="k1">' in answer.text
    assert "Send it again" in answer.text


@pytest.mark.parametrize("name", ["password", "new_password", "client_secret", "code"])
def test_no_page_shows_a_secret_again(gateway: FakeGateway, name: str) -> None:
    browser = gateway.browser()
    browser.look("/inbox")
    gateway.answers |= dict.fromkeys((f"GET {OFFER}", f"POST {OFFER}/decline"), away)
    answer = browser.send("/offers/of_1/decline?creator=cr_1", {"name": "Ana", name: "hush"})
    assert answer.status_code == 503
    assert "hush" not in answer.text
    assert "Send it again" not in answer.text


def test_a_page_that_cannot_be_shown_is_tried_again_where_it_is(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/me"] = away
    shown = gateway.browser().look("/inbox?tab=active")
    assert shown.status_code == 503
    assert 'href="" data-error-again' in shown.text


def test_what_was_too_slow_is_not_asked_again(gateway: FakeGateway) -> None:
    def slow(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow")

    gateway.answers["GET /v1/me"] = slow
    gateway.browser().look("/inbox")
    assert len(gateway.asked) == 1
    assert RETRY.attempts > 1


def test_streams_hear_that_the_gateway_is_away_and_back() -> None:
    answers: list[int | None] = [200, None, None, 503, 200]

    def answer(_: httpx.Request) -> httpx.Response:
        status = answers.pop(0)
        if status is None:
            raise httpx.ConnectError("refused")
        return httpx.Response(status)

    async def told() -> tuple[list[bytes], list[bytes]]:
        reach, early, late = Reach(httpx.MockTransport(answer)), Waiting(9), Waiting(9)
        reach.join(early)
        async with httpx.AsyncClient(transport=reach, base_url=BASE_URL) as http:
            for number in range(5):
                try:
                    await http.get("/")
                except httpx.ConnectError:
                    if number == 1:
                        reach.join(late)
        return [[each.get_nowait() for _ in range(each.qsize())] for each in (early, late)]  # type: ignore[return-value]

    early, late = asyncio.run(told())
    assert early == [BACK, AWAY, BACK]
    assert late == [AWAY, BACK]
