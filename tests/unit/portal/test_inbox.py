"""The inbox: finding a creator among thousands, and declining several at once."""

from __future__ import annotations

import json
from typing import Any

import httpx

from tests.unit.portal.gateway import FakeGateway, me, page, problem
from tests.unit.portal.offers import PATH, offer


def creator(handle: str, name: str) -> dict[str, Any]:
    """An entry of the roster."""
    return {"creator": {"id": f"cr_{handle}", "handle": handle, "display_name": name}}


def asked_for(gateway: FakeGateway) -> list[str | None]:
    """The creators by whom the inbox was asked for."""
    return [each.url.params.get("creator_id") for each in gateway.asked if each.url.path == "/v1/inbox"]


def test_a_creator_is_found_by_name_or_handle(gateway: FakeGateway) -> None:
    both = page(creator("maya", "Maya Lindqvist"), creator("mayabee", "Maya Bee"))
    gateway.answers["GET /v1/roster"] = both
    for text in ("maya", "@maya", "Maya Lindqvist"):
        gateway.browser().look(f"/inbox?who={text}")
    assert asked_for(gateway) == ["cr_maya"] * 3


def test_a_name_of_several_is_asked_about(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/roster"] = page(creator("maya", "Maya L"), creator("mayabee", "Maya B"))
    shown = gateway.browser().look("/inbox?who=may").text
    assert "Whom do you mean?" in shown
    assert 'href="/inbox?creator=cr_mayabee"' in shown
    assert asked_for(gateway) == []


def test_a_name_of_nobody_shows_nothing_of_others(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/inbox?who=nobody").text
    assert "Nobody on your roster is called so." in shown
    assert "Winter Glow" not in shown


def test_what_is_typed_asks_for_a_few_names(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/roster"] = page(creator("maya", '"><script>'))
    shown = gateway.browser().look("/inbox/creators?who=ma").text
    assert shown.strip() == '<option value="maya">&#34;&gt;&lt;script&gt;</option>'
    assert gateway.asked[-1].url.params["page_size"] == "8"


def test_only_what_can_be_declined_can_be_picked(gateway: FakeGateway) -> None:
    held = offer(id="of_2", state="awaiting_confirmation", awaiting="creator")
    gateway.answers["GET /v1/inbox"] = page(offer(), held)
    shown = gateway.browser().look("/inbox").text
    assert 'value="cr_1:of_1"' in shown
    assert 'value="cr_1:of_2"' not in shown


def test_declining_asks_first_and_then_says_what_came_of_each(gateway: FakeGateway) -> None:
    other = "/v1/creators/cr_1/offers/of_2"
    gateway.answers |= {
        f"GET {other}": offer(id="of_2", campaign_name="Everyday SPF"),
        f"POST {PATH}/decline": offer(state="declined"),
        f"POST {other}/decline": problem(409, "offer_state_not_allowed", "It has expired."),
    }
    browser = gateway.browser()
    asked = browser.look("/inbox/decline?offer=cr_1:of_1&offer=cr_1:of_2")
    assert "Decline 2 offers?" in asked.text
    assert [each for each in gateway.asked if each.method == "POST"] == []
    form: Any = {"offer": ["cr_1:of_1", "cr_1:of_2"], "sure": "yes", "reason": "No room.", "once": "k"}
    done = browser.send("/inbox/decline", form).text
    assert "1 could not be declined." in done
    assert "It has expired." in done
    posts = {each.url.path: each for each in gateway.asked if each.method == "POST"}
    assert [json.loads(each.content) for each in posts.values()] == [{"reason": "No room."}] * 2
    assert posts[f"{PATH}/decline"].headers["Idempotency-Key"] == "k-of_1"


def test_what_is_picked_is_read_carefully(gateway: FakeGateway) -> None:
    browser = gateway.browser()
    assert browser.look("/inbox/decline").status_code == 400
    assert browser.look("/inbox/decline?offer=../x:y&offer=cr_1").status_code == 400
    many = "&".join(f"offer=cr_1:of_{number}" for number in range(200))
    browser.look(f"/inbox/decline?{many}")
    assert sum(each.url.path.startswith("/v1/creators/") for each in gateway.asked) == 50


def test_a_creator_declines_one_by_one(gateway: FakeGateway) -> None:
    gateway.answers |= {"GET /v1/me": me("creator", "cr_1"), "GET /v1/creators/cr_1/offers": page(offer())}
    browser = gateway.browser()
    assert 'type="checkbox"' not in browser.look("/inbox").text
    assert browser.look("/inbox/decline?offer=cr_1:of_1").status_code == 404


def test_a_roster_of_thousands_is_not_asked_for(gateway: FakeGateway) -> None:
    def refused(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    gateway.answers["GET /v1/roster"] = refused
    assert gateway.browser().look("/inbox").status_code == 200
