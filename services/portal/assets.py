"""Style sheets, scripts and icons: held in memory, compressed, under names that change with what they hold.

`portal.css` and `portal.js` are the files of `static/css` and `static/js` put together in the order of their
names; the others are what `deploy/assets/install.sh` has copied to `static/vendor`.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from flask import Flask, Response, abort, request
from markupsafe import Markup

STATIC = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Asset:
    """A file in the encodings in which it can be sent."""

    name: str
    bodies: dict[str, bytes]
    content_type: str

    def response(self) -> Response:
        """The best encoding that the browser takes."""
        encoding = next((each for each in self.bodies if each and request.accept_encodings[each]), "")
        response = Response(self.bodies[encoding], content_type=self.content_type)
        response.headers["Cache-Control"] = FOREVER
        response.headers["Vary"] = "Accept-Encoding"
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response


class Assets:
    """All of them, by name."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._urls: dict[str, str] = {}
        self._by_path: dict[str, Asset] = {}
        for kind in ("css", "js"):
            parts = sorted((folder / kind).glob(f"*.{kind}"))
            self._add(f"portal.{kind}", b"\n".join(part.read_bytes() for part in parts))
        for path in sorted(folder.glob("*.svg")):
            self._add(path.name, path.read_bytes())
        for path in sorted((folder / "vendor").glob("*.*s")):
            brotli = path.with_name(path.name + ".br")
            self._add(path.name, path.read_bytes(), brotli.read_bytes() if brotli.exists() else b"")
        self._icons = {path.stem: _icon(path) for path in (folder / "vendor" / "icons").glob("*.svg")}

    def _add(self, name: str, body: bytes, brotli: bytes = b"") -> None:
        stem, _, kind = name.rpartition(".")
        path = f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{kind}"
        bodies = {"br": brotli} if brotli else {}
        bodies |= {"gzip": gzip.compress(body, 9, mtime=0), "": body}
        self._by_path[path] = Asset(name, bodies, TYPES[f".{kind}"])
        self._urls[name] = f"/static/{path}"

    def url(self, name: str) -> str:
        """The URL of a file; empty where it was not installed."""
        return self._urls.get(name, "")

    def icon(self, name: str) -> Markup:
        """An icon, beside which words stand; nothing where it was not installed."""
        return self._icons.get(name, Markup())

    def register(self, app: Flask) -> None:
        """Serves them below /static."""

        def static(path: str) -> Response:
            asset = self._by_path.get(path)
            return asset.response() if asset else abort(404)

        app.add_url_rule("/static/<path:path>", "static", static)
        app.jinja_env.globals.update(asset=self.url, icon=self.icon)


@cache
def installed() -> Assets:
    """Those of this installation: compressing them takes a moment."""
    return Assets()


def _icon(path: Path) -> Markup:
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - a pinned file of our own image
    shapes = "".join(
        f"<{each.tag.removeprefix(SVG)} {_attributes(each)}/>"
        for each in root
        if each.get("stroke") != "none"
    )
    return Markup(  # noqa: S704 - see above
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{shapes}</svg>'
    )


def _attributes(element: ET.Element) -> str:
    pairs = ((name, re.sub(r"[\"<>&]", "", value)) for name, value in element.attrib.items())
    return " ".join(f'{name}="{value}"' for name, value in pairs)
