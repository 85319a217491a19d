"""Every list is asked for in the same way: by page, order, time of change, and state where there is one."""

from __future__ import annotations

from typing import Any

from google.protobuf.descriptor import Descriptor, MethodDescriptor

from services.shared.declarations import declared
from services.shared.enums import names_of
from services.shared.rendering import is_timestamp
from tests.guards.descriptors import methods

WITHOUT = {
    "ListActivityProofs": {"sort", "updated_since"},
    "MatchRoster": {"updated_since"},
}
"""What a list does not have, and why: proofs are not kept but made as they are asked for, each anew, creator
by creator, and so is a ranking."""

TIMES = {
    "OfferVersion": "created_at",
    "Message": "created_at",
    "Activity": "at",
    "Checkpoint": "at",
}
"""What serves as `updated_at` of what never changes."""


def lists() -> list[MethodDescriptor]:
    """The RPCs that answer with a page."""
    return [each for each in methods() if {"items", "next_cursor"} <= set(each.output_type.fields_by_name)]


def item(rpc: MethodDescriptor) -> Descriptor:
    """What stands on the page."""
    held: Any = rpc.output_type.fields_by_name["items"].message_type
    return held


def test_there_are_lists() -> None:
    assert len(lists()) >= 14


def test_every_list_has_the_parameters_of_a_list() -> None:
    missing = []
    for rpc in lists():
        wanted = {"page_size", "cursor", "sort", "updated_since"} - WITHOUT.get(rpc.name, set())
        wanted |= {"state"} & set(item(rpc).fields_by_name)
        missing += [f"{rpc.name}: {name}" for name in wanted - set(rpc.input_type.fields_by_name)]
    assert missing == []


def test_what_is_listed_shows_the_time_that_updated_since_asks_for() -> None:
    missing = []
    for rpc in (each for each in lists() if "updated_since" not in WITHOUT.get(each.name, set())):
        name = TIMES.get(item(rpc).name, "updated_at")
        if name not in item(rpc).fields_by_name or not is_timestamp(item(rpc).fields_by_name[name]):
            missing.append(f"{item(rpc).name} has no {name}")
    assert missing == []


def test_every_order_is_an_enum_that_goes_both_ways_and_has_a_default() -> None:
    wrong = []
    for rpc in (each for each in lists() if "sort" in each.input_type.fields_by_name):
        sort: Any = rpc.input_type.fields_by_name["sort"]
        names = set(names_of(sort.enum_type).values())
        up = {name for name in names if not name.startswith("-")}
        if names != up | {f"-{name}" for name in up}:
            wrong.append(sort.enum_type.name)
        if declared(sort).default not in names:
            wrong.append(f"{rpc.name} has no default order")
        if "updated_at" in item(rpc).fields_by_name and not up & {"updated_at", "version"}:
            wrong.append(f"{rpc.name} cannot be read in the order of changes")
    assert wrong == []
