"""The texts of mails in English."""

SENTENCES = {
    "offer.sent": "{brand} has sent {creator} an offer for {campaign}.",
    "terms.proposed": "Changed terms are proposed for the offer of {brand} to {creator} for {campaign}.",
    "offer.accepted": "The offer of {brand} to {creator} for {campaign} is accepted.",
    "offer.confirmed": "{creator} has confirmed that she accepts the offer of {brand} for {campaign}.",
    "offer.declined": "The offer of {brand} to {creator} for {campaign} is declined.",
    "offer.withdrawn": "{brand} has withdrawn its offer to {creator} for {campaign}.",
    "offer.expired": "The offer of {brand} to {creator} for {campaign} was not answered in time.",
    "deal.cancelled": "The deal of {brand} with {creator} for {campaign} is cancelled.",
    "deal.completed": "The deal of {brand} with {creator} for {campaign} is completed.",
    "delegation.requested": "{agency} asks {creator} for a delegation.",
    "delegation.accepted": "{creator} has granted {agency} a delegation.",
    "delegation.declined": "{creator} has refused {agency} a delegation.",
    "delegation.revoked": "{creator} has revoked the delegation of {agency}.",
    "delegation.ended": "{agency} has given up its delegation by {creator}.",
    "delegation.expired": "The delegation of {agency} by {creator} has passed its end date.",
    "delegation.superseded": "A later delegation of {agency} by {creator} has replaced the one before.",
    "delegation.changed": "{creator} has changed the delegation of {agency}.",
    "guardrails.changed": "{creator} has changed the guardrails of the delegation of {agency}.",
    "rate_card.changed": "A new rate card of {creator} is in force.",
    "statistics.changed": "The statistics of {creator} have changed.",
    "webhook.tested": "A test of the webhook to {url}.",
    "webhook.paused": "The webhook to {url} is paused: every delivery to it has failed for three days.",
}
"""What each type of event says, with the names that its data holds."""

TEXTS = {
    "other": "{type}: {names}",
    "digest": "Callboard, {day}: {count}",
    "more": "And others, which are not listed here: {count}.",
    "reason": "You get this mail because {address} is registered for it at Callboard.",
    "stop": "Change or stop it here: {link}",
    "confirm_subject": "Confirm your address for Callboard",
    "confirm_asked": "Somebody asks Callboard to mail {address}. If it is you, confirm it by this token:",
    "confirm_how": "Use it within seven days: callboard mail confirm {id} <token>, or at {link}",
    "confirm_ignore": "If it is not you, do nothing: nothing more will be sent.",
}
"""What stands around them."""
