"""Changes of some fields of a dataclass, and of what stands in them: merge patches (RFC 7396)."""

from __future__ import annotations

import dataclasses
import typing
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from services.shared.codes import FieldCode
from services.shared.errors import FieldError, Invalid

D = TypeVar("D")


@dataclass(frozen=True)
class Patch(Generic[D]):
    """What is to be changed, as (`floor_price.currency`, "USD"); None clears what may be absent."""

    values: tuple[tuple[str, Any], ...]

    def names(self, field: str) -> bool:
        """Whether it changes the field, or something in it."""
        return any(path.partition(".")[0] == field for path, _ in self.values)

    def applied_to(self, present: D) -> D:
        """`present` with these changes; raises Invalid where something inside it is left incomplete."""
        merged: D = _merged(type(present), present, self.values, "")
        return merged


def _merged(kind: Any, present: Any, values: typing.Iterable[tuple[str, Any]], at: str) -> Any:
    held = {each.name: getattr(present, each.name) for each in dataclasses.fields(kind)} if present else {}
    inside: dict[str, list[tuple[str, Any]]] = {}
    for path, value in values:
        name, _, rest = path.partition(".")
        if rest:
            inside.setdefault(name, []).append((rest, value))
        else:
            held[name] = value
    hints = typing.get_type_hints(kind)
    for name, parts in inside.items():
        held[name] = _merged(_class_of(hints[name]), held.get(name), parts, f"{at}{name}.")
    _require(kind, held, at)
    return kind(**held)


def _class_of(hint: Any) -> Any:
    """The dataclass in `X | None`."""
    return next((part for part in typing.get_args(hint) if part is not type(None)), hint)


def _require(kind: Any, held: dict[str, Any], at: str) -> None:
    required = (each.name for each in dataclasses.fields(kind) if _is_required(each))
    missing = [f"{at}{name}" for name in required if held.get(name) is None]
    if missing:
        errors = [FieldError(each, "is required", FieldCode.REQUIRED) for each in missing]
        raise Invalid(f"{missing[0]}: is required", errors)


def _is_required(field: Any) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
