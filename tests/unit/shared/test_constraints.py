"""What contracts may say of fields, and how requests are held against it."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, text_format
from google.protobuf.message_factory import GetMessageClass

from protos.callboard.api.v1 import api_pb2
from services.shared.constraints import check_contracts, enforce
from services.shared.contracts import descriptors
from services.shared.declarations import Contradiction
from services.shared.errors import Invalid

F = descriptor_pb2.FieldDescriptorProto
TEXT, WHOLE, NUMBER, YES_NO, INSIDE, CHOICE = (
    F.TYPE_STRING,
    F.TYPE_INT32,
    F.TYPE_DOUBLE,
    F.TYPE_BOOL,
    F.TYPE_MESSAGE,
    F.TYPE_ENUM,
)


def message(kind: Any = TEXT, said: str = "", *, optional: bool = False, repeated: bool = False) -> Any:
    """A request `made.Up` with one field `it` of a type, of which the contract says this."""
    file = descriptor_pb2.FileDescriptorProto(name="made/up.proto", package="made", syntax="proto3")
    inside = file.message_type.add(name="Inside")
    inside.field.add(name="id", number=1, type=TEXT, label=1)
    enum = file.enum_type.add(name="Choice")
    enum.value.add(name="CHOICE_UNSPECIFIED", number=0)
    enum.value.add(name="CHOICE_ONE", number=1)
    made = file.message_type.add(name="Up")
    field = made.field.add(name="it", number=1, type=kind, label=3 if repeated else 1)
    if kind in (INSIDE, CHOICE):
        field.type_name = ".made.Inside" if kind == INSIDE else ".made.Choice"
    if optional:
        made.oneof_decl.add(name="_it")
        field.oneof_index, field.proto3_optional = 0, True
    option: Any = api_pb2.field
    from_text(said, field.options.Extensions[option])
    file.service.add(name="UpService").method.add(name="Do", input_type=".made.Up", output_type=".made.Up")
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return GetMessageClass(pool.FindMessageTypeByName("made.Up"))


def from_text(said: str, field: Any) -> None:
    """Reads what a proto would have between its braces."""
    text_format.Parse(said, field)


def faults(kind: Any, **values: Any) -> list[tuple[str, str]]:
    """What is wrong with such a request."""
    try:
        enforce(kind(**values))
    except Invalid as invalid:
        return [(each.field, each.message) for each in invalid.errors]
    return []


@pytest.mark.parametrize(
    ("kind", "it", "told"),
    [
        (message(said="required: true"), "", "is required"),
        (message(said="required: true"), " \t", "is required"),
        (message(said="min_length: 2"), "ab", ""),
        (message(said="min_length: 2"), "a ", "must have at least 2 characters"),
        (message(said="max_length: 1"), "ab", "must have at most 1 character"),
        (message(said='pattern: "[a-z]+"'), "ab", ""),
        (message(said='pattern: "[a-z]+"'), "ab1", "must match [a-z]+"),
        (message(said="format: FORMAT_DATE"), "", ""),
        (message(said="format: FORMAT_DATE"), "2026-02-30", "must be a date such as 2026-01-31"),
        (message(said='format: FORMAT_WORD also: "ANY"'), "ANY", ""),
        (message(WHOLE, "minimum: 1"), 0, "must be at least 1"),
        (message(WHOLE, "maximum: 3"), 4, "must be at most 3"),
        (message(NUMBER, "minimum: 0 maximum: 1"), 1.5, "must be from 0 to 1"),
        (message(NUMBER, "minimum: 0 maximum: 1"), float("nan"), "must be from 0 to 1"),
        (message(WHOLE, "values: 7 values: 30"), 8, "must be one of 7, 30"),
        (message(CHOICE, "required: true"), 0, "is required"),
        (message(repeated=True, said="required: true"), [], "is required"),
        (message(repeated=True, said="min_items: 2"), ["a"], "must have at least 2 items"),
        (message(repeated=True, said="max_items: 1"), ["a", "b"], "must have at most 1 item"),
    ],
)
def test_what_is_said_of_a_value(kind: Any, it: Any, told: str) -> None:
    assert faults(kind, it=it) == ([("it", told)] if told else [])


@pytest.mark.parametrize("kind", [WHOLE, NUMBER, YES_NO, TEXT, INSIDE])
def test_what_is_absent_is_told_from_zero(kind: Any) -> None:
    made = message(kind, "required: true", optional=kind != INSIDE)
    assert faults(made) == [("it", "is required")]
    if kind not in (TEXT, INSIDE):
        assert faults(made, it=0) == []


def test_each_item_of_a_list_is_named() -> None:
    unique = message(repeated=True, said="unique: true max_length: 1")
    assert [field for field, _ in faults(unique, it=["a", "bb", "a"])] == ["it[1]", "it[2]"]
    by_id = message(INSIDE, 'unique_by: "id"', repeated=True)
    assert faults(by_id, it=[{"id": "a"}, {"id": "a"}]) == [("it[1].id", "must not be named twice")]


def test_a_default_is_filled_in_where_nothing_was_said() -> None:
    for kind, said, given in ((WHOLE, "25", 25), (TEXT, "x", "x"), (YES_NO, "true", True)):
        request = message(kind, f'default: "{said}"', optional=True)()
        enforce(request)
        assert request.it == given
    request = message(CHOICE, 'default: "one"')()
    enforce(request)
    assert request.it == 1
    zero = message(WHOLE, 'default: "25"', optional=True)(it=0)
    enforce(zero)
    assert zero.it == 0


def test_what_says_nothing_costs_nothing() -> None:
    enforce(message()(it="\0" * 10**6))


@pytest.mark.parametrize(
    ("kind", "said", "more", "why"),
    [
        (WHOLE, "required: true", {}, "must be `optional`"),
        (WHOLE, 'default: "1"', {}, "must be `optional`"),
        (TEXT, "minimum: 1", {}, "minimum is for numbers only"),
        (WHOLE, "max_length: 1", {}, "max_length is for texts only"),
        (WHOLE, "multiline: true", {}, "multiline is for texts only"),
        (TEXT, "max_items: 1", {}, "max_items is for lists only"),
        (WHOLE, "minimum: 2 maximum: 1", {}, "minimum is above maximum"),
        (TEXT, "min_length: 2 max_length: 1", {}, "min_length is above max_length"),
        (TEXT, 'pattern: "a" format: FORMAT_DATE', {}, "has a format"),
        (TEXT, 'also: "a"', {}, "has a format"),
        (TEXT, 'pattern: "("', {}, "cannot be read"),
        (TEXT, 'required: true default: "a"', {"optional": True}, "has no default"),
        (TEXT, 'default: "a"', {"repeated": True}, "a list has no default"),
        (WHOLE, 'default: "a"', {"optional": True}, "cannot be read"),
        (CHOICE, 'default: "two"', {}, "cannot be read"),
        (WHOLE, 'maximum: 1 default: "2"', {"optional": True}, "its default must be at most 1"),
        (INSIDE, 'unique_by: "name"', {"repeated": True}, "no field name"),
        (TEXT, "format: 99", {}, "unknown format"),
    ],
)
def test_what_contradicts_itself_is_refused(kind: Any, said: str, more: dict[str, bool], why: str) -> None:
    with pytest.raises(Contradiction, match=r"made\.Up\.it") as refused:
        enforce(message(kind, said, **more)())
    assert why in str(refused.value)


def test_a_process_starts_with_contracts_that_make_sense_only() -> None:
    check_contracts(service for services in descriptors().values() for service in services)
    made = message(WHOLE, "required: true").DESCRIPTOR.file.services_by_name.values()
    with pytest.raises(Contradiction):
        check_contracts(made)
