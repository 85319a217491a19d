"""What was done, said once on the next page: a sealed cookie keeps it until then."""

from __future__ import annotations

import uuid
from typing import Any, cast

from flask import Flask, Response, g, request, url_for
from markupsafe import Markup

from services.portal.vault import TooLong, Vault

USE = "notice"
SECONDS = 60


def register(app: Flask, vault: Vault, *, secure: bool) -> None:
    """Has answers carry what was said, and pages show it."""
    name = f"__Host-callboard-{USE}" if secure else f"callboard-{USE}"

    def shown() -> list[str]:
        """What was said before this page; from now on it has been shown."""
        content = vault.open(USE, request.cookies.get(name, ""))
        g.notices_shown = content is not None
        return cast(list[str], content["said"]) if content else []

    def finished(response: Response) -> Response:
        if said := g.get("said"):
            try:
                sealed = vault.seal(USE, {"said": said})
            except TooLong:
                return response
            response.set_cookie(
                name, sealed, max_age=SECONDS, path="/", secure=secure, httponly=True, samesite="Lax"
            )
        elif g.get("notices_shown"):
            response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")
        return response

    app.after_request(finished)
    app.jinja_env.globals.update(notices=shown, new_key=lambda: str(uuid.uuid4()), with_args=with_args)


def say(sentence: str) -> None:
    """Says on the next page what was done."""
    g.said = [*g.get("said", []), sentence]


def with_args(**changed: Any) -> Markup | str:
    """The address of this page with other filters; None takes one away."""
    # What Flask takes for its own, such as `_external` or `_scheme`, is for nobody's URL to say.
    asked = {
        name: values
        for name, values in request.args.to_dict(flat=False).items()
        if name != "endpoint" and not name.startswith("_")
    }
    arguments = {**asked, **(request.view_args or {}), **changed}
    kept = {name: value for name, value in arguments.items() if value not in (None, "", [])}
    return url_for(cast(str, request.endpoint), **kept)
