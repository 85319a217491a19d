"""The blueprint of all pages of campaigns."""

from __future__ import annotations

from flask import Blueprint

from services.portal.pages.campaigns.phases import days, phase_status

blueprint = Blueprint("campaigns", __name__, url_prefix="/campaigns")
blueprint.add_app_template_global(phase_status, "campaign_status")
blueprint.add_app_template_global(days, "campaign_days")
