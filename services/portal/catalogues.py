"""`python -m services.portal.catalogues` brings the catalogues up to date; --check says what is missing.

Every text of the source stands in one file of each language: that of the group of pages which alone uses it,
or `common.po`. What nobody says any more is taken away; what is new is left empty, which --check refuses.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from services.portal.languages import FOLDER, NAMES, SOURCE

HERE = Path(__file__).parent
COMMON = "common"
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "lazy_gettext"), None),
    **dict.fromkeys(("ngettext", "lazy_ngettext"), (1, 2)),
}
PAGES = re.compile(r"(?:templates/)?pages/([a-z_]+)(?:/.*|\.(?:py|html))$")
"""The files of one group of pages."""

PLACEHOLDER = re.compile(r"%\(\w+\)s")

Id = str | tuple[str, ...]


def group(path: Path) -> str:
    """The catalogue in which the texts of a file stand."""
    found = PAGES.match(path.relative_to(HERE).as_posix())
    return found.group(1) if found and not found.group(1).startswith(("__", "error")) else COMMON


def said() -> dict[str, set[Id]]:
    """The texts of the source by catalogue."""
    found: dict[str, set[Id]] = {}
    for path in sorted((*HERE.rglob("*.py"), *(HERE / "templates").rglob("*.html"))):
        found.setdefault(group(path), set()).update(_texts(path))
    common = found.setdefault(COMMON, set())
    return {name: texts if name == COMMON else texts - common for name, texts in found.items()}


def _texts(path: Path) -> Iterator[Id]:
    method: Any = babel_extract if path.suffix == ".html" else "python"
    options = {"extensions": "jinja2.ext.i18n"} if path.suffix == ".html" else {}
    # Trimmed as the environment of the pages trims.
    options |= {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"} if options else {}
    with path.open("rb") as file:
        for _, message, _, _ in extract(method, file, KEYWORDS, options=options):
            yield tuple(message) if isinstance(message, list | tuple) else message


def known(language: str, name: str) -> Catalog:
    """A catalogue as it is; an empty one where there is none."""
    path = FOLDER / language / f"{name}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def renewed(language: str) -> Iterator[tuple[str, Catalog]]:
    """Every catalogue of a language as it should be, with what was translated anywhere before."""
    texts = said()
    names = sorted({*texts, *(path.stem for path in (FOLDER / language).glob("*.po"))})
    translated = {
        message.id: message.string
        for name in names
        for message in known(language, name)
        if message.id and _is_whole(message.string)
    }
    for name in names:
        catalogue = Catalog(locale=language, header_comment=f"# {NAMES[language]}: {name}.", fuzzy=False)
        # One and many: the third form of Spanish is for millions, of which there is nothing here.
        catalogue._num_plurals = 2  # type: ignore[assignment]
        catalogue._plural_expr = "(n != 1)"  # type: ignore[assignment]
        for each in sorted(texts.get(name, ()), key=str):
            catalogue.add(each, translated.get(each, ("", "") if isinstance(each, tuple) else ""))
        yield name, catalogue


def _is_whole(string: Any) -> bool:
    return bool(string) and all(string if isinstance(string, tuple | list) else [string])


def text_of(catalogue: Catalog) -> str:
    """The file, without anything that changes from day to day."""
    written = io.BytesIO()
    write_po(written, catalogue, width=100, omit_header=True, sort_output=True)
    plurals = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};"
    header = (
        f'{catalogue.header_comment}\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n"Plural-Forms: {plurals}\\n"\n\n'
    )
    return header + written.getvalue().decode().strip() + "\n"


def faults() -> Iterator[str]:
    """What is wrong with the catalogues, in sentences."""
    for language in (name for name in NAMES if name != SOURCE):
        for name, catalogue in renewed(language):
            path = FOLDER / language / f"{name}.po"
            shown = path.relative_to(HERE)
            if not path.exists() or path.read_text(encoding="utf-8") != text_of(catalogue):
                yield f"{shown} is not up to date: run python -m services.portal.catalogues"
            for message in catalogue:
                if message.id and not _is_whole(message.string):
                    yield f"{shown}: not translated: {message.id!r}"
                elif message.id and _places(message.id) != _places(message.string):
                    yield f"{shown}: other names in the translation of {message.id!r}"


def _places(text: Any) -> set[str]:
    return {
        place
        for each in (text if isinstance(text, tuple) else (text,))
        for place in PLACEHOLDER.findall(each)
    }


def write() -> None:
    """Brings every catalogue up to date; takes away those of pages that are gone."""
    for language in (name for name in NAMES if name != SOURCE):
        for name, catalogue in list(renewed(language)):
            path = FOLDER / language / f"{name}.po"
            if len(catalogue):
                path.write_text(text_of(catalogue), encoding="utf-8")
            else:
                path.unlink(missing_ok=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; 1 where something is missing."""
    parser = argparse.ArgumentParser(prog="python -m services.portal.catalogues", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    if not parser.parse_args(arguments).check:
        write()
    found = list(faults())
    print("\n".join(found) or "The catalogues are complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
