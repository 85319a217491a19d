"""The blocks of a page of the documentation, as a reader would carry them out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(?P<language>\w+)(?: title=(?P<title>\S+))?\n(?P<text>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """A fenced block: a file of that title, commands where it is `bash`, else what is printed."""

    language: str
    title: str
    text: str


def sections(page: Path) -> dict[str, list[Block]]:
    """The blocks of a page by the headings of its second level."""
    parts = re.split(r"^## (.+)$", page.read_text(), flags=re.M)
    return {name: _blocks(text) for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def script(blocks: list[Block]) -> str:
    """One script that carries out the blocks in their order."""
    done = (_done(block) for block in blocks if block.title or block.language == "bash")
    return "set -eu\n" + "\n".join(done)


def printed(blocks: list[Block]) -> str:
    """What the page says that its last program prints."""
    return next(block.text for block in reversed(blocks) if block.language == "text")


def _blocks(text: str) -> list[Block]:
    return [Block(each["language"], each["title"] or "", each["text"]) for each in _FENCE.finditer(text)]


def _done(block: Block) -> str:
    if not block.title:
        return block.text
    written = f"cat > {block.title} <<'END_OF_BLOCK'\n{block.text}END_OF_BLOCK\n"
    return f"mkdir -p {Path(block.title).parent}\n{written}"
