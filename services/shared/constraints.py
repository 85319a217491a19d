"""What the contracts allow in the fields of requests (`callboard.api.v1.field`), enforced in one place.

Compiled once per message type. What depends on a state, on the clock or on several fields is for the domain,
which gets only what was found right here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.message import Message

from services.shared.codes import FieldCode
from services.shared.declarations import (
    Contradiction,
    Field,
    Said,
    declared,
    format_of,
    is_number,
    is_text,
    value_of,
)
from services.shared.errors import Problems

UPDATE_MASK = "update_mask"
"""The field by which a request says that it changes only what it names."""

MESSAGES = {
    FieldCode.REQUIRED: "is required",
    FieldCode.OUT_OF_RANGE: "must be {bounds}",
    FieldCode.NOT_ONE_OF: "must be one of {values}",
    FieldCode.TOO_SHORT: "must have at least {bound}",
    FieldCode.TOO_LONG: "must have at most {bound}",
    FieldCode.WRONG_FORMAT: "{wanted}",
    FieldCode.TOO_FEW_ITEMS: "must have at least {bound}",
    FieldCode.TOO_MANY_ITEMS: "must have at most {bound}",
    FieldCode.DUPLICATE: "must not be named twice",
}
"""What is said of a field, by the code of what is wrong with it."""


class Fault(NamedTuple):
    """Something that can be wrong with a field, and what is said then."""

    code: FieldCode
    message: str

    def unless(self, holds: bool, at: str, problems: Problems) -> bool:
        """Notes the fault of the field at a path unless all is right; returns whether it is."""
        return problems.require(holds, at, self.message, self.code)


def _fault(code: FieldCode, **values: str) -> Fault:
    return Fault(code, MESSAGES[code].format(**values))


REQUIRED, DUPLICATE = _fault(FieldCode.REQUIRED), _fault(FieldCode.DUPLICATE)

Check = Callable[[Any, str, Problems], None]
"""Notes what is wrong with a value at a path; of a message, what stands before the names of its fields."""


def enforce(request: Message) -> None:
    """Fills in what the contract has defaults for; raises Invalid with everything that it does not allow."""
    check = _enforcer(request.DESCRIPTOR)
    if check is not None:
        problems = Problems()
        check(request, "", problems)
        problems.check()


def check_contracts(services: Iterable[ServiceDescriptor]) -> None:
    """Raises Contradiction unless every request can be enforced. For the start of a process."""
    for method in (method for service in services for method in service.methods):
        _enforcer(method.input_type)


@cache
def _enforcer(message: Any) -> Check | None:
    """What checks messages of a type; None where nothing is to be checked."""
    is_patch = message.fields_by_name.get(UPDATE_MASK) is not None
    check = _compile(message, is_patch)
    return _kept(message, check) if is_patch else check


def _kept(message: Any, check: Check | None) -> Check:
    """The same check, and that a patch does not clear what is required."""
    required = {field.name: _presence(field) for field in message.fields if declared(field).required}

    def check_all(value: Message, prefix: str, problems: Problems) -> None:
        changes: Any = value
        for name, is_there in required.items():
            kept = name not in changes.update_mask.paths or is_there(value)
            REQUIRED.unless(kept, f"{prefix}{name}", problems)
        if check:
            check(value, prefix, problems)

    return check_all


def _compile(message: Any, is_patch: bool) -> Check | None:
    checks = [check for check in (_field_check(field, is_patch) for field in message.fields) if check]
    if not checks:
        return None

    def check_all(value: Message, prefix: str, problems: Problems) -> None:
        for check in checks:
            check(value, prefix, problems)

    return check_all


def _field_check(field: Field, is_patch: bool) -> Check | None:
    """What checks one field of a message."""
    said = declared(field)
    # What stands in a list is replaced as a whole, so that nothing may be missing in it.
    one = _one(field, said, is_patch and not field.is_repeated)
    value = _list(field, said, one) if field.is_repeated else one
    required = said.required and not is_patch
    default = None if is_patch else _default(field, said, one)
    if value is None and not required and default is None:
        return None
    name, is_there = field.name, _presence(field)

    def check(message: Any, prefix: str, problems: Problems) -> None:
        if is_there(message):
            if value is not None:
                value(getattr(message, name), f"{prefix}{name}", problems)
        elif default is not None:
            setattr(message, name, default)
        elif required:
            REQUIRED.unless(False, f"{prefix}{name}", problems)

    return check


def _default(field: Field, said: Said, one: Check | None) -> Any:
    """What an absent field gets; raises Contradiction where the contract itself does not allow it."""
    if not said.default:
        return None
    value, problems = value_of(field, said.default), Problems()
    if one:
        one(value, field.name, problems)
    if problems.found:
        raise Contradiction(f"{field.full_name}: its default {problems.found[0].message}.")
    return value


def _presence(field: Field) -> Callable[[Any], bool]:
    """Whether the field has a value: a text, or a list, is not empty, an enum not unspecified."""
    name = field.name
    if field.has_presence:
        return lambda message: bool(message.HasField(name))
    if field.is_repeated or field.enum_type is not None or is_text(field):
        return lambda message: bool(getattr(message, name))
    return lambda _: True


def _one(field: Field, said: Said, is_patch: bool) -> Check | None:
    """What checks one value of the field."""
    if field.message_type is not None:
        return _nested(field, is_patch)
    if is_text(field):
        return _text(said)
    return _number(said) if is_number(field) else None


def _nested(field: Field, is_patch: bool) -> Check | None:
    if field.message_type.file.package == "google.protobuf":
        return None
    check = _compile(field.message_type, is_patch)
    return None if check is None else lambda value, at, problems: check(value, f"{at}.", problems)


def _number(said: Said) -> Check | None:
    if said.values:
        return _one_of(said)
    least = said.minimum if said.HasField("minimum") else None
    most = said.maximum if said.HasField("maximum") else None
    if least is None and most is None:
        return None
    outside = _fault(FieldCode.OUT_OF_RANGE, bounds=_bounds(least, most))

    def check(value: Any, at: str, problems: Problems) -> None:
        # Said this way round, what is not a number is refused as well.
        within = (least is None or value >= least) and (most is None or value <= most)
        outside.unless(within, at, problems)

    return check


def _one_of(said: Said) -> Check:
    values = frozenset(said.values)
    unknown = _fault(FieldCode.NOT_ONE_OF, values=", ".join(map(str, said.values)))

    def check(value: Any, at: str, problems: Problems) -> None:
        unknown.unless(value in values, at, problems)

    return check


def _bounds(least: float | None, most: float | None) -> str:
    if least is None:
        return f"at most {most:.0f}"
    return f"at least {least:.0f}" if most is None else f"from {least:.0f} to {most:.0f}"


def _text(said: Said) -> Check | None:
    checks = [*_length(said), *_form(said)]
    if not checks:
        return None

    def check(value: str, at: str, problems: Problems) -> None:
        for holds, fault in checks:
            if not fault.unless(holds(value), at, problems):
                return

    return check


Rule = tuple[Callable[[str], bool], Fault]
"""What must hold of a text, and what is wrong where it does not."""


def _length(said: Said) -> list[Rule]:
    least, most = said.min_length, said.max_length
    rules: list[Rule] = []
    # Blanks are nothing that anybody reads.
    if said.required:
        rules.append((lambda text: bool(text.strip()), REQUIRED))
    if least:
        rules.append(
            (lambda text: len(text.strip()) >= least, _bound(FieldCode.TOO_SHORT, least, "character"))
        )
    if most:
        rules.append((lambda text: len(text) <= most, _bound(FieldCode.TOO_LONG, most, "character")))
    return rules


def _bound(code: FieldCode, count: int, what: str) -> Fault:
    return _fault(code, bound=f"{count} {what}{'s' if count > 1 else ''}")


def _form(said: Said) -> list[Rule]:
    form, also = format_of(said), frozenset(said.also)
    if form:
        wanted = f"{form.wanted}{''.join(f', or {text}' for text in said.also)}"
        return [
            (lambda text: text in also or form.accepts(text), _fault(FieldCode.WRONG_FORMAT, wanted=wanted))
        ]
    if said.pattern:
        matches = re.compile(said.pattern).fullmatch
        wanted = f"must match {said.pattern}"
        return [(lambda text: matches(text) is not None, _fault(FieldCode.WRONG_FORMAT, wanted=wanted))]
    return []


def _list(field: Field, said: Said, one: Check | None) -> Check | None:
    """What checks a list: how many items it has, that they differ, and each of them."""
    least, most, key = said.min_items, said.max_items, _key(said)
    if not (least or most or key or one):
        return None
    few, many = _bound(FieldCode.TOO_FEW_ITEMS, least, "item"), _bound(FieldCode.TOO_MANY_ITEMS, most, "item")

    def check(items: Any, at: str, problems: Problems) -> None:
        few.unless(len(items) >= least, at, problems)
        many.unless(not most or len(items) <= most, at, problems)
        if one:
            for index, item in enumerate(items):
                one(item, f"{at}[{index}]", problems)
        if key:
            _check_unique([key(item) for item in items], at, said.unique_by, problems)

    return check


def _key(said: Said) -> Callable[[Any], Any] | None:
    if said.unique_by:
        return lambda item: getattr(item, said.unique_by)
    return (lambda item: item) if said.unique else None


def _check_unique(keys: list[Any], at: str, name: str, problems: Problems) -> None:
    seen: set[Any] = set()
    for index, key in enumerate(keys):
        where = f"{at}[{index}].{name}" if name else f"{at}[{index}]"
        DUPLICATE.unless(key not in seen, where, problems)
        seen.add(key)
