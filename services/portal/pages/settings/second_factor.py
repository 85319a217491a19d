"""The second factor: an app that shows codes, and recovery codes that are shown once."""

from __future__ import annotations

from typing import Any

import segno
from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from callboard.errors import ApiError
from services.portal import arguments, asks, notices
from services.portal.pages.settings.blueprint import blueprint, shown
from services.portal.replies import refused, see_other

GROUP = 4
"""Characters of the secret that stand together: it is typed off."""


@blueprint.route("/second-factor", methods=["GET", "POST"])
def second_factor() -> ResponseReturnValue:
    """Asks for the password, then shows the secret, then takes the first code."""
    step = request.form.get("step", "")
    if step == "start":
        return _started()
    return _confirmed() if step == "confirm" else shown("second_factor", "account", wrong={}, fault="")


def _started() -> ResponseReturnValue:
    wrong: dict[str, str] = {}
    try:
        made = asks.api().start_second_factor(
            idempotency_key=arguments.once(), password=request.form.get("password", "")
        )
    except ApiError as error:
        fault = refused(error, wrong)
        return shown("second_factor", "account", status=422, wrong=wrong, fault=fault)
    return _secret(made["uri"], made["secret"])


def _confirmed() -> ResponseReturnValue:
    wrong: dict[str, str] = {}
    code = "".join(request.form.get("code", "").split())
    try:
        made = asks.api().confirm_second_factor(idempotency_key=arguments.once(), code=code)
    except ApiError as error:
        fault = refused(error, wrong)
        written = request.form
        return _secret(written.get("uri", ""), written.get("secret", ""), wrong=wrong, fault=fault)
    return shown("recovery_codes", "account", codes=made["codes"])


def _secret(
    uri: str, secret: str, *, wrong: dict[str, str] | None = None, fault: str = ""
) -> ResponseReturnValue:
    groups = [secret[start : start + GROUP] for start in range(0, len(secret), GROUP)]
    more: dict[str, Any] = {"uri": uri, "secret": secret, "groups": groups, "picture": _picture(uri)}
    return shown(
        "second_factor_secret",
        "account",
        status=422 if fault else 200,
        wrong=wrong or {},
        fault=fault,
        **more,
    )


def _picture(uri: str) -> Markup:
    """An SVG of the QR code that an app reads the secret from; empty for what is too long for one."""
    try:
        code = segno.make(uri, error="m", micro=False)
    except segno.DataOverflowError:
        return Markup("")
    # Dark on light in both themes: not every app reads it the other way round. What segno writes are shapes,
    # none of the text of `uri`.
    return Markup(code.svg_inline(omitsize=True, light="#fff", dark="#000"))  # noqa: S704


@blueprint.route("/second-factor/remove", methods=["GET", "POST"])
def remove_second_factor() -> ResponseReturnValue:
    """Gives the second factor up, for the password or a code."""
    wrong: dict[str, str] = {}
    fault = ""
    if request.method == "POST":
        said = {name: request.form.get(name, "").strip() for name in ("password", "code")}
        proof: Any = {name: value for name, value in said.items() if value}
        try:
            asks.api().remove_second_factor(idempotency_key=arguments.once(), **proof)
        except ApiError as error:
            fault = refused(error, wrong)
        else:
            notices.say(gettext("Signing in takes your password alone from now on."))
            return see_other(url_for("settings.account"))
    status = 422 if fault else 200
    return shown("second_factor_remove", "account", status=status, wrong=wrong, fault=fault)
