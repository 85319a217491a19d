"""No text of the API hides what it says: control, bidirectional and invisible characters, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from services.gateway.transcode.routes import Route, routes_of
from services.shared.contracts import descriptors
from services.shared.declarations import declared
from tests.e2e.api import Actor, Operator, unique
from tests.e2e.waiting import eventually

DECEIVING = {
    "U+202E": "\u202e",
    "U+2067": "\u2067",
    "U+0000": "\x00",
    "U+001B": "\x1b",
    "U+0085": "\x85",
    "U+200B": "\u200b",
    "U+2028": "\u2028",
    "U+FEFF": "\ufeff",
    "U+E0041": "\U000e0041",
    "U+FFFE": "\ufffe",
}
"""One of each sort that is refused everywhere, by the name that the answer gives it."""

BREAKS = {"U+000A": "\n", "U+0009": "\t", "U+000D": "\r\n"}
"""Refused where a text is one line."""

GOOD = (
    "وكالة النجوم ٢٠٢٦",
    "می\u200cخواهم PDF\u200cها",
    "स्टार टैलेंट क्\u200dष",
    "上海星艺 株式会社",
    "Zoë & Søn 👩\u200d💻 ❤\ufe0f\u200d🔥 1\ufe0f\u20e3 🇸🇪",
)
"""Persian and Hindi need the joiners that other texts may not hold; so do emoji of several parts."""


@dataclass(frozen=True)
class Place:
    """A text field of a request: its route, and the fields that lead to it."""

    route: Route
    fields: tuple[FieldDescriptor, ...]

    @property
    def multiline(self) -> bool:
        """Whether the contract says that it may have several lines."""
        return declared(self.fields[-1]).multiline

    def __str__(self) -> str:
        return f"{self.route.verb} {self.route.path} {'.'.join(field.name for field in self.fields)}"

    def request(self, text: str) -> tuple[str, Any]:
        """The path, with its query, and the body of a request that says `text` there."""
        name = self.fields[0].name
        values = dict.fromkeys(self.route.variables, "x")
        if name in values:
            return self.route.path.format(**values | {name: quote(text)}), {}
        path = self.route.path.format(**values)
        if name in self.route.parameters:
            return f"{path}?{urlencode({name: text})}", None
        body: Any = text
        for field in reversed(self.fields):
            body = {field.name: [body] if field.is_repeated else body}
        return path, body if self.route.body == "*" else body[self.route.body]


def texts(
    message: Descriptor, above: tuple[FieldDescriptor, ...] = ()
) -> Iterator[tuple[FieldDescriptor, ...]]:
    """Every text field of a message type, with the fields that lead to it."""
    for field in message.fields:
        if field.type == FieldDescriptor.TYPE_STRING:
            yield (*above, field)
        elif field.message_type and field.message_type.file.package != "google.protobuf":
            yield from texts(field.message_type, (*above, field))


def places() -> list[Place]:
    """Every text field that a caller can fill."""
    return [
        Place(route, fields)
        for route in routes_of(descriptors())
        if not route.is_upload
        for fields in texts(route.request)
        if fields[0].name in (*route.variables, *route.parameters)
        or (fields[0].name not in route.placed and route.body in ("*", fields[0].name))
    ]


PLACES = places()


@pytest.fixture(scope="module")
def actors(parties: dict[str, Actor], operator: Operator) -> dict[str, Actor]:
    """One caller of each kind."""
    return {**parties, "operator": operator}


def refused(actors: dict[str, Actor], place: Place, text: str) -> dict[str, str]:
    """What the answer, which must be 422, says of each field."""
    path, body = place.request(text)
    caller = actors[min(place.route.kinds)]
    given = {} if body is None or place.route.verb == "GET" else {"json": body}
    headers = {"If-Match": "*"} if place.route.if_match else {}

    def within_the_limit() -> Any:
        # All of them together are more requests than one client has at once.
        answer = caller.send(place.route.verb, path, headers=headers, **given)
        return None if answer.status_code == 429 else answer

    reply = eventually(within_the_limit)
    assert reply.status_code == 422, f"{place}: {reply.status_code} {reply.text}"
    return {each["field"]: each["message"] for each in reply.json()["errors"]}


def test_the_texts_of_every_route_are_known() -> None:
    named = {str(place) for place in PLACES}
    assert "POST /v1/operator/agencies name" in named
    assert "GET /v1/roster q" in named
    assert "POST /v1/delegations purpose" in named
    assert "POST /v1/campaigns/{campaign_id}/offers terms.clauses.text" in named
    assert "GET /v1/creators/{creator_id}/rate-card creator_id" in named


def every() -> list[tuple[Place, str]]:
    """Every text field with the name of each character that it does not admit."""
    return [
        (place, name) for place in PLACES for name in (DECEIVING if place.multiline else DECEIVING | BREAKS)
    ]


def each_in_turn() -> list[tuple[Place, str]]:
    """Every text field with one character that none admits and, where it has one line, one that breaks it."""
    sorts = [DECEIVING, BREAKS]
    return [
        (place, list(sort)[number % len(sort)])
        for number, place in enumerate(PLACES)
        for sort in (sorts[:1] if place.multiline else sorts)
    ]


@pytest.mark.parametrize("asked", [each_in_turn, pytest.param(every, marks=pytest.mark.long)])
def test_no_field_admits_a_character_that_deceives(
    actors: dict[str, Actor], asked: Callable[[], list[tuple[Place, str]]], subtests: pytest.Subtests
) -> None:
    for place, name in asked():
        with subtests.test(str(place), character=name):
            said = refused(actors, place, f"a{(DECEIVING | BREAKS)[name]}b")
            named = {each.split(".")[-1].split("[")[0] for each in said}
            assert place.fields[-1].name in named or len(said) > 1
            assert any(name in message for message in said.values()), said


def test_a_field_admits_no_character_that_deceives(actors: dict[str, Actor]) -> None:
    """Each of them, one after another, in one field of one line."""
    (place,) = (each for each in PLACES if str(each) == "POST /v1/operator/agencies name")
    for name, character in (DECEIVING | BREAKS).items():
        assert any(name in said for said in refused(actors, place, f"a{character}b").values())


@pytest.mark.parametrize("name", GOOD)
def test_names_in_any_script_are_kept_as_they_are(operator: Operator, name: str) -> None:
    made = operator.post("/v1/operator/agencies", {"name": name, "country": "SE"})
    assert made["agency"]["name"] == name


@pytest.mark.parametrize("text", [*GOOD, "first\nsecond\n\tindented", "first\r\nsecond"])
def test_long_texts_have_lines(operator: Operator, text: str) -> None:
    brand = operator.brand()
    campaign = brand.post("/v1/campaigns", {"name": unique("Spring"), "category": "beauty", "brief": text})
    assert brand.get(f"/v1/campaigns/{campaign['id']}")["brief"] == text


def test_a_name_is_one_line(operator: Operator) -> None:
    body = {"name": "Northlight\nReviewed and approved by Callboard", "country": "SE"}
    said = operator.post("/v1/operator/agencies", body, status=422)["errors"]
    assert said[0]["field"] == "name"
    assert "U+000A" in said[0]["message"]


def test_the_consent_that_she_reads_cannot_be_turned_round(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    asked = {"creator_id": creator.id, "scopes": ["marketplace.profile.read"]}
    for purpose in ("to read \u202edaer ot ton", "nothing\n\nApproved by Callboard", "rates\u200b only"):
        agency.post("/v1/delegations", asked | {"purpose": purpose}, status=422)
    assert agency.get("/v1/delegations")["items"] == []
