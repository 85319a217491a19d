"""The form of a proposal: the terms as fields, and the fields as terms."""

from __future__ import annotations

from services.portal.pages.offers.proposals.form import Form
from services.portal.pages.offers.proposals.reader import read

__all__ = ["Form", "read"]
