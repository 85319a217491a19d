"""Texts that come with figures, and those of a creator's profile: shown where they belong, as texts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.portal.attacks.conftest import Shown
from tests.portal.attacks.markup import foreign, watched
from tests.portal.attacks.routes import filled
from tests.portal.attacks.scene import PATCH, Scene, figures, hostile
from tests.portal.attacks.visitors import Visitor
from tests.portal.conftest import Portal

OWN, LISTED = "/creators/<creator_id>", "/discover/<creator_id>"
SHOWN = {
    "Bio": {OWN, LISTED, "/profile"},
    "Rate": {OWN, LISTED},
    "Video": {f"{OWN}/videos", LISTED, "/profile"},
    "Origin": {OWN, "/operator/imports"},
    "Plays": {OWN},
    "Heard": {f"{OWN}/audience"},
    "Bucket": {f"{OWN}/audience"},
}


def stands_in(word: str, text: str) -> bool:
    """Whether a text of the scene stands in what was answered, as a page has it or as JSON does."""
    return f"{word}&#39;" in text or f"{word}'" in text


@pytest.mark.parametrize("word", SHOWN)
def test_each_text_stands_on_every_page_that_is_about_it(shown: list[Shown], word: str) -> None:
    assert SHOWN[word] <= {each.rule for each in shown if stands_in(word, each.answer.text)}


def test_neither_names_of_files_nor_rejected_rows_are_kept(scene: Scene, shown: list[Shown]) -> None:
    told = [each.answer.text for each in shown]
    told.append(scene.agency.send("GET", "/v1/metrics/imports").text)
    assert stands_in("Origin", told[-1])
    for word in ("File", "Refused"):
        assert not any(stands_in(word, text) for text in told)


@pytest.mark.parametrize("column", ["creator", "captured_at", "views", "source"])
def test_what_a_rejected_row_said_is_quoted_in_no_page(scene: Scene, column: str) -> None:
    answer = scene.imports(figures(**{"creator": scene.own.id, column: hostile("Refused")}))
    (rejected,) = answer.json()["rejected"]
    assert f"{column}: " in rejected["message"]
    assert "Refused" in rejected["message"]
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_file_is_taken_from_a_form(scene: Scene) -> None:
    part = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{hostile("File")}"\r\n\r\n'
    answer = scene.imports(
        part.encode() + figures(scene.own.id) + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"
    )
    assert answer.status_code == 415
    assert not stands_in("File", answer.text)


def test_what_a_profile_cannot_hold_is_refused_and_shown_again(scene: Scene, portal: Portal) -> None:
    at = f"/v1/creators/{scene.own.id}"
    for name in ("country", "languages", "categories"):
        told = hostile() if name == "country" else [hostile()]
        scene.own.call("PATCH", at, {name: told}, status=422, headers=PATCH)
    rates = [{"deliverable": hostile(), "price": {"amount_minor": 1, "currency": "USD"}}]
    scene.own.call("PUT", f"{at}/rate-card", {"rates": rates}, status=422, headers={"If-Match": "*"})
    texts = ("display_name", "bio", "country", "languages", "categories")
    form = {name: hostile("Again") for name in (*texts, "portfolio", "order", "version", "base")}
    page = scene.acting(scene.own, portal).post("/profile", form)
    assert page.status_code == 422
    assert stands_in("Again", page.text)
    assert foreign(page.text) == []


OPEN = "() => document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
"""Opens what is folded away."""


def test_no_script_makes_markup_of_it(
    browser: Browser, portal: Portal, scene: Scene, shown: list[Shown]
) -> None:
    assert shown
    people: dict[str, Visitor] = {"owner": scene.owner}
    people |= {"creator": scene.acting(scene.own, portal), "brand": scene.acting(scene.brand, portal)}
    for who, rule, word in (
        ("owner", f"{OWN}?compare=on", "Plays"),
        ("owner", f"{OWN}/videos", "Video"),
        ("owner", f"{OWN}/audience", "Bucket"),
        ("creator", "/profile", "Video"),
        ("brand", LISTED, "Rate"),
    ):
        path = filled(rule, scene.ids())
        with watched(browser, portal, path, people[who].held()) as look:
            look.page.evaluate(OPEN)
            look.page.get_by_text(f"{word}'\"><attack-ed").first.wait_for()
