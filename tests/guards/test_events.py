"""Every event says who causes and who consumes it, has an example, and a consumer that exists."""

from __future__ import annotations

import importlib
import inspect
import re
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from google.protobuf import json_format

from deploy.topology import SERVICE_NAMES
from services.shared.events import Consumer, stream_of
from tests.fakes.clock import FakeClock
from tests.guards.descriptors import ROOT, event_comments

MODULES = {
    name: importlib.import_module(f"protos.{name}.v1.events_pb2")
    for name in SERVICE_NAMES
    if (ROOT / "protos" / name / "v1" / "events.proto").exists()
}
"""The events of each service that has any."""

EVENTS = dict(event_comments())
EXAMPLES = ROOT / "tests" / "examples" / "events"


@cache
def consumers() -> dict[str, list[Consumer]]:
    """The consumers of each service."""
    found = {}
    for service in SERVICE_NAMES:
        module = importlib.import_module(f"services.{service}.consumes")
        given: dict[str, Any] = dict.fromkeys(
            inspect.signature(module.consumers).parameters, SimpleNamespace()
        )
        found[service] = module.consumers(**{**given, "clock": FakeClock()})
    return found


def handled(event: str) -> set[str]:
    """The services that have a handler for the event, on a stream and subject on which it arrives."""
    subject = f"{event}.cr_1"
    return {
        service
        for service, rows in consumers().items()
        for row in rows
        if row.handler_for(subject)
        and row.stream == stream_of(event)
        and re.fullmatch(row.subject.replace(".", r"\.").replace("*", "[^.]+").replace(">", ".+"), subject)
    }


def test_every_producers_events_are_looked_at() -> None:
    assert {event.split(".")[0] for event in EVENTS} == set(MODULES)


def test_an_event_names_its_producer_and_its_consumers(subtests: pytest.Subtests) -> None:
    for event, comment in EVENTS.items():
        with subtests.test(event):
            producer = re.search(r"^ Producer: (\w+), when .+\.$", comment, re.MULTILINE)
            assert producer, "the comment above it needs a line `Producer: <service>, when …`"
            assert producer[1] == event.split(".", maxsplit=1)[0]
            named = re.search(r"^ Consumers: (.+)\.$", comment, re.MULTILINE)
            assert named, "the comment above it needs a line `Consumers: <service>, <why>.`"


def test_the_consumers_that_an_event_names_exist(subtests: pytest.Subtests) -> None:
    for event, comment in EVENTS.items():
        named = {line.split(",")[0].strip() for line in re.findall(r"Consumers: (.+)\.", comment)}
        with subtests.test(event):
            assert handled(event) == named, "see the comment above it, and services/*/consumes.py"


def test_an_event_has_an_example_that_says_something(subtests: pytest.Subtests) -> None:
    for event in EVENTS:
        with subtests.test(event):
            path = EXAMPLES / f"{event}.json"
            assert path.exists(), f"it needs an example at {path.relative_to(ROOT)}"
            assert not unset_by(event, path.read_text()), "the example leaves them out"


def unset_by(event: str, example: str) -> set[str]:
    """The fields of an event that an example, which has to be one of it, does not fill."""
    package, name = event.split(".", maxsplit=1)[0], event.rsplit(".", 1)[1]
    descriptor = MODULES[package].DESCRIPTOR.message_types_by_name[name]
    message = descriptor._concrete_class()
    json_format.Parse(example, message)
    return {field.name for field in descriptor.fields} - {field.name for field, _ in message.ListFields()}


def test_every_example_is_of_an_event() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.json")} <= set(EVENTS)


def test_durable_names_are_unique_and_begin_with_the_service() -> None:
    names = [(service, row.durable) for service, rows in consumers().items() for row in rows]
    assert len({name for _, name in names}) == len(names)
    assert all(name.startswith(f"{service}-") for service, name in names)
