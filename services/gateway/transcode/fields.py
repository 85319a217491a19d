"""`?fields=id,price.amount_minor`: the fields of an answer that the caller wants, and no others.

In a list they are those of an item; the cursor and whatever else stands beside the items stay.
"""

from __future__ import annotations

from typing import Any

from google.protobuf.descriptor import Descriptor

from services.gateway.transcode.decode import LONGEST_NAME
from services.shared.codes import FieldCode
from services.shared.errors import Problems
from services.shared.rendering import is_timestamp
from services.shared.text import escaped

FIELDS = "fields"
"""The name of the parameter, which no request of a service uses."""

MOST_FIELDS = 100

Selected = dict[str, "Selected"]
"""The fields that are wanted, each with those inside it; of one that is empty all."""


def selected(text: str, message: Descriptor) -> Selected:
    """Reads the parameter for answers of a type; raises Invalid, which names what there is not."""
    wanted: Selected = {}
    faults = Problems()
    paths = text.split(",")
    if len(paths) > MOST_FIELDS:
        faults.note(FIELDS, f"must name at most {MOST_FIELDS} fields", FieldCode.TOO_MANY_ITEMS)
        faults.check()
    for path in paths:
        if not _is_path(path.split("."), message):
            unknown = f"names {escaped(path[:LONGEST_NAME])!r}, which is not a field of the answer"
            faults.note(FIELDS, unknown, FieldCode.UNKNOWN_FIELD)
            continue
        _add(wanted, path.split("."))
    faults.check()
    return wanted


def _is_path(names: list[str], message: Descriptor) -> bool:
    field = message.fields_by_name.get(names[0])
    if field is None or len(names) == 1:
        return field is not None
    return (
        field.message_type is not None and not is_timestamp(field) and _is_path(names[1:], field.message_type)
    )


def _add(wanted: Selected, names: list[str]) -> None:
    """Adds a path, unless all of what it is in is wanted already."""
    *outer, last = names
    for name in outer:
        inner = wanted.get(name)
        if inner == {}:
            return
        wanted = wanted.setdefault(name, {}) if inner is None else inner
    wanted[last] = {}


def trimmed(value: Any, wanted: Selected) -> Any:
    """What is left of a rendered answer, or of a part of one."""
    if not wanted or value is None:
        return value
    if type(value) is list:
        return [trimmed(each, wanted) for each in value]
    return {name: trimmed(part, wanted[name]) for name, part in value.items() if name in wanted}
