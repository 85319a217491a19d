"""What a URL or a form asks for, read safely."""

from __future__ import annotations

from collections.abc import Container

from flask import request

PAGE_SIZE = 50


def one_of(name: str, allowed: Container[str], usual: str = "") -> str:
    """An argument of the URL that is one of some; the usual one otherwise."""
    value = request.args.get(name, "")
    return value if value in allowed else usual


def text(name: str, longest: int = 200) -> str:
    """An argument of the URL, trimmed."""
    return request.args.get(name, "").strip()[:longest]


def cursor() -> str | None:
    """Where the page of a list begins."""
    return request.args.get("cursor") or None


def written(name: str) -> str:
    """A field of the form, with line breaks as the API wants them."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def once() -> str | None:
    """The key under which the form takes effect once, however often it is sent."""
    return request.form.get("once") or None
