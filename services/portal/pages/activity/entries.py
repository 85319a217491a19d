"""Entries of the log in words, with links to what they are about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from services.portal.links import creator_url, link

_ = lazy_gettext
DECISIONS: Mapping[str, tuple[Any, str]] = {
    "allowed": (_("Allowed"), "green"),
    "denied": (_("Refused"), "red"),
    "read": (_("Read"), "azure"),
    "recorded": (_("Recorded"), "secondary"),
}
ACTIONS: Mapping[str, Any] = {
    "get_creator": _("read the profile"),
    "patch_creator": _("changed the profile"),
    "get_rate_card": _("read the rate card"),
    "put_rate_card": _("changed the rate card"),
    "list_rate_card_history": _("read the history of the rates"),
    "get_metrics": _("read the statistics"),
    "get_series": _("read statistics over time"),
    "list_videos": _("read the list of videos"),
    "get_audience": _("read the audience"),
    "create_audience": _("brought audience figures"),
    "import_snapshots": _("brought statistics"),
    "match_audience": _("compared the audience with a target"),
    "list_roster": _("saw the line on its roster"),
    "list_inbox": _("saw offers in its inbox"),
    "list_creator_offers": _("read the list of offers"),
    "get_offer": _("read an offer"),
    "list_versions": _("read the versions of an offer"),
    "get_version": _("read a version of an offer"),
    "diff_versions": _("compared versions of an offer"),
    "list_messages": _("read the messages of an offer"),
    "create_message": _("wrote a message"),
    "create_proposal": _("proposed terms"),
    "accept_offer": _("accepted an offer"),
    "confirm_offer": _("confirmed an offer"),
    "decline_offer": _("declined an offer"),
    "cancel_offer": _("asked to cancel a deal"),
    "bind_offer": _("was asked for by a brand's accept"),
    "list_deliverables": _("read the deliverables"),
    "get_deliverable": _("read a deliverable"),
    "create_draft": _("handed in a draft"),
    "create_comment": _("commented on a draft"),
    "publish_deliverable": _("handed in a publication"),
    "create_delegation": _("asked for a delegation"),
    "accept_delegation": _("granted a delegation"),
    "decline_delegation": _("declined a delegation"),
    "revoke_delegation": _("took a delegation back"),
    "end_delegation": _("gave a delegation up"),
    "patch_delegation": _("changed a delegation"),
    "put_guardrails": _("changed the limits of a delegation"),
    "patch_guardrails": _("changed the limits of a delegation"),
    "remove_creator": _("took her off the roster"),
    "patch_visibility": _("changed who finds the profile"),
    "list_activity": _("read the activity log"),
    "stream_events": _("was told of events"),
    "get_visibility": _("read who finds the profile"),
    "get_delegation": _("read a delegation"),
    "get_receipt": _("read the receipt of a delegation"),
    "get_labels": _("read its own labels"),
    "put_labels": _("changed its own labels"),
    "patch_labels": _("changed its own labels"),
    "export_activity": _("exported the activity log"),
    "list_checkpoints": _("read what was signed of the log"),
    "create_offer": _("made an offer"),
    "withdraw_offer": _("withdrew an offer"),
    "review_draft": _("reviewed a draft"),
    "withdraw_import": _("withdrew an import"),
    "rate_card_changed": _("the rate card was changed"),
    "profile_changed": _("the profile was changed"),
    "creator_suspended": _("the creator was suspended"),
    "party_suspended": _("a party was suspended"),
    "token_revoked": _("a token was revoked"),
    "delegation_requested": _("a delegation was asked for"),
    "delegation_accepted": _("a delegation was granted"),
    "delegation_declined": _("a delegation was declined"),
    "delegation_revoked": _("a delegation was taken back"),
    "delegation_ended": _("a delegation was given up"),
    "delegation_expired": _("a delegation has passed its end"),
    "delegation_superseded": _("a delegation was replaced by a later one"),
    "delegation_changed": _("a delegation was changed"),
    "guardrails_changed": _("the limits of a delegation were changed"),
}
OBJECT = re.compile(r"/v1/creators/(?P<creator>[^/]+)(?:/(?P<what>[a-z-]+)(?:/(?P<id>[^/]+))?)?")
DELEGATION = re.compile(r"/v1/delegations/(?P<id>dg_[^/]+)")
PAGES = {
    "rate-card": "creator",
    "metrics": "creator",
    "audience": "audience",
    "videos": "videos",
    "offers": "offers",
}


def action_in_words(action: str) -> str:
    """What was done; one that this portal does not know is shown as it is called."""
    return str(ACTIONS.get(action, action.replace("_", " ")))


def object_url(object_: str, delegation_id: str = "") -> str:
    """The page of what an entry is about; empty where there is none."""
    if found := DELEGATION.match(object_):
        return link("delegations.delegation", delegation_id=found["id"])
    found = OBJECT.match(object_)
    if not found:
        return link("delegations.delegation", delegation_id=delegation_id) if delegation_id else ""
    creator_id, what, id_ = found["creator"], found["what"], found["id"]
    if what == "offers" and id_:
        return link("offers.offer", offer_id=id_, creator=creator_id)
    if what in PAGES:
        return link(f"creators.{PAGES[what]}", creator_id=creator_id)
    return creator_url(creator_id)
