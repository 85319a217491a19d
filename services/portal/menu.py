"""The menu: each module of pages declares its entries, so that none leads to a page that is not there."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from flask import Blueprint, Flask, request, url_for

from services.portal import pages

KINDS = ("agency", "creator", "brand", "operator")


@dataclass(frozen=True)
class Entry:
    """An entry of the menu: its words (lazy), an icon, the endpoint, for which kinds of party, and its place.

    `count` names the figure of `waiting` in GET /v1/me that stands beside it.
    """

    title: Any
    icon: str
    endpoint: str
    kinds: tuple[str, ...]
    place: int
    count: str = ""

    @property
    def url(self) -> str:
        """Where it leads."""
        return url_for(self.endpoint)

    @property
    def active(self) -> bool:
        """Whether the present page belongs to it: it is of the same blueprint, or says so by `g`."""
        return (request.endpoint or "").partition(".")[0] == self.endpoint.partition(".")[0]


@dataclass(frozen=True)
class Pages:
    """What a module of `services.portal.pages` declares as `PAGES`."""

    blueprint: Blueprint
    entries: tuple[Entry, ...] = ()


def found() -> list[Pages]:
    """What every module of pages declares, in the order of their names."""
    names = sorted(each.name for each in pkgutil.iter_modules(pages.__path__))
    modules = (import_module(f"{pages.__name__}.{name}") for name in names)
    return [module.PAGES for module in modules if hasattr(module, "PAGES")]


class Menu:
    """All entries in their order."""

    def __init__(self, declared: Iterable[Pages]) -> None:
        entries = (entry for each in declared for entry in each.entries)
        self._entries = sorted(entries, key=lambda entry: entry.place)

    def of(self, kind: str) -> list[Entry]:
        """The entries for a kind of party."""
        return [entry for entry in self._entries if kind in entry.kinds]

    def home(self, kind: str) -> str:
        """The endpoint of the first one; empty where there is none."""
        return next((entry.endpoint for entry in self.of(kind)), "")


def register(app: Flask) -> Menu:
    """Serves every page that there is."""
    declared = found()
    for each in declared:
        app.register_blueprint(each.blueprint)
    menu = Menu(declared)
    app.jinja_env.globals["menu"] = menu
    return menu
