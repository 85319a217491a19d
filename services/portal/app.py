"""The Flask application: who is signed in, the pages, and what every answer carries."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from cachetools import TTLCache
from flask import Flask, Response, current_app, g, request

from callboard import types
from callboard.errors import CallboardError
from services.portal import (
    errors,
    formats,
    languages,
    links,
    menu,
    notices,
    preferences,
    security,
    sign_in,
    telemetry,
    words,
)
from services.portal.assets import installed
from services.portal.config import Settings
from services.portal.gateway import Gateway
from services.portal.session import Sessions
from services.portal.vault import Vault
from services.shared import logs, traces
from services.shared.clock import Clock

ME_SECONDS = 20
"""How long what the gateway says of the caller, its counts among it, is shown again."""


@dataclass(frozen=True)
class Dependencies:
    """What the portal works with."""

    settings: Settings
    gateway: Gateway
    clock: Clock

    @property
    def vault(self) -> Vault:
        """What cookies are sealed with."""
        return Vault(self.settings.cookie_key)


def create_app(dependencies: Dependencies) -> Flask:
    """The application."""
    settings = dependencies.settings
    app = Flask(__name__, static_folder=None)
    app.config.update(
        BASE_URL=settings.base_url,
        MAX_CONTENT_LENGTH=settings.body_limit,
        MAX_FORM_MEMORY_SIZE=settings.body_limit,
        MAX_FORM_PARTS=2000,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    traces.instrument(app)
    pool = ThreadPoolExecutor(settings.ask_threads, thread_name_prefix="ask")
    app.extensions.update(asks=pool, clock=dependencies.clock, me=TTLCache(4096, ME_SECONDS), asks_me=me)
    sessions = Sessions(dependencies.vault, dependencies.gateway, dependencies.clock)
    languages.register(app)
    installed().register(app)
    formats.register(app)
    words.register(app)
    links.register(app)
    notices.register(app, dependencies.vault, secure=settings.secure)
    app.before_request(_begun)
    # Before forms are checked: the token that they carry is the session's.
    sign_in.register(app, sessions, dependencies)
    security.protect(app, settings)
    app.register_blueprint(preferences.blueprint)
    errors.register(app)
    menu.register(app)
    app.after_request(_finished)
    app.jinja_env.globals["me"] = me
    return app


def me() -> types.Me:
    """Who is signed in, and what waits for whom; asked again after ME_SECONDS.

    The page that says that the gateway does not answer is in her language, and does not wait for it again.
    """
    known: TTLCache[str, types.Me] = current_app.extensions["me"]
    key = g.session.id
    if key not in known:
        if "me_failed" in g:
            raise g.me_failed
        try:
            known[key] = g.api.get_me()
        except CallboardError as error:
            g.me_failed = error
            raise
    return known[key]


def forget_me() -> None:
    """Has the gateway asked anew: something that it says of her was changed."""
    current_app.extensions["me"].pop(g.session.id, None)


def _begun() -> None:
    g.started, g.request_id = time.perf_counter(), uuid.uuid4().hex


def _finished(response: Response) -> Response:
    """The line in the log and the figure of each request."""
    seconds = time.perf_counter() - g.started
    page = request.endpoint or ""
    if page != "static":
        telemetry.SECONDS.labels(request.method, page, str(response.status_code)).observe(seconds)
        logs.logger().info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )
    response.headers["X-Request-Id"] = g.request_id
    return response
