"""What a form is answered with."""

from __future__ import annotations

from typing import cast

from flask import Response, redirect

from callboard.errors import ApiError, Unauthorized
from services.portal.errors import explained


def see_other(url: str) -> Response:
    """Leads to a page after something was done, so that loading it again does nothing twice."""
    return cast(Response, redirect(url, 303))


def refused(error: ApiError, errors: dict[str, str]) -> str:
    """The sentence above a form that the gateway refused; what is wrong with a field goes to `errors`.

    Raises the error again where the form is not what is wrong.
    """
    if isinstance(error, Unauthorized) or error.status >= 500:
        raise error
    for fault in error.errors:
        errors.setdefault(fault.field, fault.message)
    return explained(error)
