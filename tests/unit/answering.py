"""Whether an answer has what its schema says is always there."""

from __future__ import annotations

from collections.abc import Iterator

from google.protobuf.message import Message

from services.gateway.openapi.schemas import Way, is_nullable


def check_answer(message: Message) -> None:
    """Fails where a field is null that is never null."""
    assert list(_nulls(message, message.DESCRIPTOR.name)) == []


def _nulls(message: Message, at: str) -> Iterator[str]:
    if message.DESCRIPTOR.file.package.startswith("google."):
        return
    for field in message.DESCRIPTOR.fields:
        where, value = f"{at}.{field.name}", getattr(message, field.name)
        if field.is_repeated:
            for part in value if field.message_type is not None else ():
                yield from _nulls(part, where)
        elif field.has_presence and not message.HasField(field.name):
            if not is_nullable(field, Way.ANSWERED):
                yield where
        elif field.message_type is not None:
            yield from _nulls(value, where)
        elif field.enum_type is not None and not value:
            yield where
