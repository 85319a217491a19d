"""How things of the document are called in Python."""

from __future__ import annotations

import keyword
import re
import textwrap


def method(operation: str) -> str:
    """`getCampaignOffer` → `get_campaign_offer`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).lower()


def argument(name: str) -> str:
    """A parameter's name; one that Python has for itself gets an underscore."""
    plain = re.sub(r"\W", "_", name)
    return f"{plain}_" if keyword.iskeyword(plain) else plain


def quoted(text: str) -> str:
    """A text as Python writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def words(text: str, indent: str, *, rest: str = "") -> str:
    """A docstring, wrapped."""
    lines = [line for part in text.splitlines() for line in _wrapped(part, len(indent))]
    safe = "\n".join(f"{indent}{line}".rstrip() for line in lines).replace("\\", "\\\\").lstrip()
    if len(lines) == 1 and not rest:
        return f'{indent}"""{safe}"""\n'
    return f'{indent}"""{safe}\n{rest}{indent}"""\n'


def _wrapped(line: str, indent: int) -> list[str]:
    return textwrap.wrap(line, 106 - indent) or [""]
