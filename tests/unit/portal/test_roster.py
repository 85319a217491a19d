"""The roster: what is asked for, what is shown, and how creators come and go."""

from __future__ import annotations

import io

import httpx
import pytest

from services.portal.pages.delegations.scopes import SCOPES
from services.shared.access import DELEGABLE
from tests.unit.portal.creators import FOUND, creator, delegation, known, labels, line, signed_in
from tests.unit.portal.gateway import FakeGateway, page, problem

ASKED = {"scopes": "marketplace.rates.read", "purpose": "We manage your partnerships.", "once": "k1"}


def entry(handle: str = "maya") -> dict[str, object]:
    return {**creator(handle=handle), "listed": True, "starting_rate": None, "updated_at": None}


def looked_up(request: httpx.Request) -> httpx.Response:
    """Whoever is not called `nobody` is found."""
    handle = request.url.params["handle"]
    return (
        problem(404, "creator_not_found")
        if handle == "nobody"
        else httpx.Response(200, json=page(entry(handle)))
    )


@pytest.fixture
def northlight(gateway: FakeGateway) -> FakeGateway:
    gateway.answers |= {f"GET {FOUND}": looked_up, "POST /v1/delegations": delegation("requested")}
    return known(gateway)


def test_every_scope_has_words() -> None:
    assert set(SCOPES) == set(DELEGABLE)


@pytest.mark.parametrize("view", ["table", "cards"])
def test_a_line_says_what_is_known(northlight: FakeGateway, view: str) -> None:
    shown = northlight.browser().look(f"/roster?view={view}").text
    for said in (
        "Maya Lindqvist",
        "@maya",
        "2.8M",
        "3.61%",
        "$900",
        "vip",
        "no end set",
        'href="/creators/cr_1"',
    ):
        assert said in shown


def test_what_was_not_granted_is_no_zero(northlight: FakeGateway) -> None:
    nothing = dict.fromkeys(creator()["stats"])
    unknown = line(creator=creator(stats=nothing), starting_rate=None, open_offers=None)
    northlight.answers["GET /v1/roster"] = page(unknown)
    shown = northlight.browser().look("/roster").text
    assert "No data, or she has not granted it" in shown
    assert ">0<" not in shown


def test_filters_stand_in_the_url_and_are_asked_for(northlight: FakeGateway) -> None:
    northlight.browser().look("/roster?q=ana&country=SE&tag=vip&min_followers=10&max_followers=x&sort=odd")
    asked = next(each for each in northlight.asked if each.url.path == "/v1/roster").url.params
    assert {name: asked.get(name) for name in ("q", "country", "tag", "min_followers", "sort")} == {
        "q": "ana",
        "country": "SE",
        "tag": "vip",
        "min_followers": "10",
        "sort": "display_name",
    }
    assert "max_followers" not in asked


def test_a_roster_that_fails_leaves_the_page(northlight: FakeGateway) -> None:
    northlight.answers["GET /v1/roster"] = problem(500, "internal")
    shown = northlight.browser().look("/roster").text
    assert "This part could not be shown." in shown
    assert "Add a creator" in shown


def test_an_empty_roster_says_what_to_do(northlight: FakeGateway) -> None:
    northlight.answers["GET /v1/roster"] = page()
    browser = northlight.browser()
    assert "You represent nobody yet." in browser.look("/roster").text
    assert "Nobody matches these filters." in browser.look("/roster?q=zz").text


@pytest.mark.parametrize("kind", ["creator", "brand", "operator"])
def test_nobody_else_has_a_roster(northlight: FakeGateway, kind: str) -> None:
    northlight.answers["GET /v1/me"] = signed_in(kind, "xx_1")
    assert northlight.browser().look("/roster").status_code == 404


def test_whoever_may_not_ask_or_label_is_not_offered_it(northlight: FakeGateway) -> None:
    northlight.answers["GET /v1/me"] = {
        **signed_in("agency", "ag_1"),
        "client": {"client_id": "c", "scopes": []},
    }
    shown = northlight.browser().look("/roster").text
    assert "Add a creator" not in shown
    assert "/labels" not in shown
    assert "/remove" not in shown


def test_a_creator_is_asked_by_her_handle(northlight: FakeGateway) -> None:
    browser = northlight.browser()
    assert 'name="scopes" value="marketplace.offers.accept">' in browser.look("/roster/add?handle=@maya").text
    sent = browser.send("/roster/add", {"handle": "maya", "until": "2099-01-31", **ASKED})
    assert (sent.status_code, sent.location) == (303, "/delegations/dg_1")
    (body,) = northlight.bodies("/v1/delegations")
    assert body == {
        "creator_id": "cr_1",
        "scopes": ["marketplace.rates.read"],
        "purpose": ASKED["purpose"],
        "expires_at": "2099-01-31T23:59:59Z",
    }
    assert northlight.asked[-1].headers["Idempotency-Key"] == "k1"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"scopes": ""}, "Ask for one thing at least."),
        ({"purpose": " "}, "Say what it is for"),
        ({"until": "soon"}, "This is not a date."),
        ({"handle": "nobody"}, "No creator lets herself be found by the handle @nobody."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_asked(
    northlight: FakeGateway, form: dict[str, str], said: str
) -> None:
    shown = northlight.browser().send("/roster/add", {"handle": "maya", **ASKED, **form})
    assert shown.status_code == 422
    assert said in shown.text
    assert northlight.bodies("/v1/delegations") == []


def test_a_request_that_is_open_already_is_said(northlight: FakeGateway) -> None:
    northlight.answers["POST /v1/delegations"] = problem(409, "request_open", "There is one already.")
    shown = northlight.browser().send("/roster/add", {"handle": "maya", **ASKED})
    assert (shown.status_code, "There is one already." in shown.text) == (422, True)


def test_a_list_of_handles_says_what_came_of_each(northlight: FakeGateway) -> None:
    file = "name;handle\nMaya;@Maya\nNo;nobody\nBad;<script>\nTwice;maya\n".encode("utf-8-sig")
    browser = northlight.browser()
    form = {**ASKED, "file": (io.BytesIO(file), "creators.csv")}
    shown = browser.send("/roster/add/several", form).text  # type: ignore[arg-type]
    assert "1 of 3 creators were asked." in shown
    assert "No creator lets herself be found by the handle @nobody." in shown
    assert "This is not a handle." in shown
    assert "<script>alert" not in shown
    assert "@&lt;script&gt;" in shown
    assert len(northlight.bodies("/v1/delegations")) == 1


def test_a_list_without_handles_and_one_too_long(northlight: FakeGateway) -> None:
    browser = northlight.browser()
    assert "There is no handle in it." in browser.send("/roster/add/several", ASKED).text
    many = "\n".join(f"h{number}" for number in range(101))
    assert "At most 100 at once." in browser.send("/roster/add/several", {**ASKED, "handles": many}).text
    assert northlight.bodies("/v1/delegations") == []


def test_labels_are_replaced_in_the_version_that_was_shown(northlight: FakeGateway) -> None:
    northlight.answers["PUT /v1/roster/cr_1/labels"] = labels(version=4)
    form = {"tags": "VIP, summer ,", "notes": "New.", "version": "3", "back": "/roster?q=m"}
    done = northlight.browser().send("/roster/cr_1/labels", form)
    assert (done.status_code, done.location) == (303, "/roster?q=m")
    assert northlight.bodies("/v1/roster/cr_1/labels") == [{"tags": ["VIP", "summer"], "notes": "New."}]
    assert northlight.asked[-1].headers["If-Match"] == '"3"'


def test_labels_of_a_colleague_stand_beside_ones_own(northlight: FakeGateway) -> None:
    northlight.answers["PUT /v1/roster/cr_1/labels"] = problem(412, "stale_version")
    form = {"tags": "mine", "notes": "My own words.", "version": "2", "back": "//evil.test"}
    shown = northlight.browser().send("/roster/cr_1/labels", form)
    assert shown.status_code == 409
    assert "My own words.</textarea>" in shown.text
    assert "A colleague has changed them meanwhile." in shown.text
    assert "Call early." in shown.text
    assert "evil.test" not in shown.text


def test_removing_asks_first_and_says_what_is_lost_and_kept(northlight: FakeGateway) -> None:
    northlight.answers["DELETE /v1/roster/cr_1"] = httpx.Response(204)
    browser = northlight.browser()
    shown = browser.look("/roster/cr_1/remove").text
    assert "Your delegation ends at once" in shown
    assert "go on in her own hands" in shown
    assert not [each for each in northlight.asked if each.method == "DELETE"]
    assert browser.send("/roster/cr_1/remove", {}).location == "/roster"
    assert northlight.asked[-1].method == "DELETE"


def test_names_and_labels_are_text(northlight: FakeGateway) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    northlight.answers["GET /v1/roster"] = page(
        line(creator=creator(display_name=hostile), labels=labels(tags=[hostile], notes=hostile))
    )
    for path in ("/roster", "/roster?view=cards", "/creators/cr_1"):
        assert "<img" not in northlight.browser().look(path).text
