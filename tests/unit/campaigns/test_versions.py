"""The chain of versions: recomputable from what the API shows, and broken by any change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor

from protos.campaigns.v1 import campaigns_pb2 as pb
from services.campaigns.domain.terms import Clause, Exclusivity, PaymentStage, PaymentTerm, Terms, UsageRights
from services.campaigns.domain.versions import Version, broken_version, content
from services.shared.clock import rfc3339
from services.shared.enums import names_of
from services.shared.joins import join
from services.shared.mapping import from_message, to_message
from services.shared.money import Money
from tests.fakes.clock import START
from tests.unit.campaigns.build import CREATOR, agency, invitation, proposal, propose

join(Version, pb.OfferVersion, domain_only=["author_name"])
join(Terms, pb.Terms)

FULL: dict[str, Any] = {
    "usage_rights": UsageRights(30, True, ("US", "MX")),
    "exclusivity": Exclusivity("beauty", START, START + timedelta(days=30, milliseconds=5)),
    "payment_schedule": (PaymentTerm(PaymentStage.ON_PUBLICATION, 100, 30),),
    "clauses": (Clause("c1", "Título", "Uso según lo acordado ✓"),),
}


def as_rest_shows(message):
    """A message as JSON by the rules of the REST API, from its descriptor alone."""
    return {field.name: _value(field, message) for field in message.DESCRIPTOR.fields}


def _value(field, message):
    value = getattr(message, field.name)
    if field.is_repeated:
        return [_single(field, part) for part in value]
    return None if field.has_presence and not message.HasField(field.name) else _single(field, value)


def _single(field, value):
    if field.type == FieldDescriptor.TYPE_ENUM:
        return names_of(field.enum_type).get(value)
    if field.type != FieldDescriptor.TYPE_MESSAGE:
        return value
    if field.message_type.full_name == "google.protobuf.Timestamp":
        return rfc3339(value.ToDatetime(tzinfo=UTC))
    return as_rest_shows(value)


@pytest.mark.parametrize("given", [{}, FULL])
def test_anybody_can_recompute_the_hash_from_the_api(given):
    first = invitation(proposal(**given))
    for version in (first.latest, propose(first, agency(confirm_all_accepts=True)).latest):
        shown = as_rest_shows(to_message(pb.OfferVersion, version))
        assert shown.pop("hash") == version.hash
        assert shown == content(version)
        canonical = json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(canonical.encode()).hexdigest() == version.hash


def test_what_is_shown():
    shown = content(invitation(proposal(**FULL)).latest)
    assert shown["base_version"] == 0
    assert shown["parent_hash"] == "0" * 64
    assert shown["author_side"] == "brand"
    assert shown["respond_by"] == "2026-03-08T12:00:00Z"
    assert shown["terms"]["exclusivity"]["from"] == "2026-03-01T12:00:00Z"
    assert shown["terms"]["exclusivity"]["until"] == "2026-03-31T12:00:00.005Z"
    assert shown["terms"]["payment_schedule"][0]["stage"] == "on_publication"
    assert shown["terms"]["deliverables"][0]["max_revisions"] == 2


def test_what_is_unset_is_null():
    shown = content(invitation().latest)["terms"]
    assert shown["usage_rights"] is None
    assert shown["exclusivity"] is None
    assert shown["payment_schedule"] == []


def test_on_behalf_of_whom():
    assert propose(invitation(), agency()).latest.on_behalf_of == "cr_1"
    assert propose(invitation(), CREATOR).latest.on_behalf_of == ""


def test_terms_survive_the_wire():
    given = proposal(**FULL).terms
    assert from_message(type(given), to_message(pb.Terms, given)) == given


def test_the_chain_breaks_where_it_was_touched():
    first = invitation()
    second = propose(first, CREATOR)
    third = propose(second, CREATOR, 400_000)
    one, two, three = first.latest, second.latest, third.latest
    assert broken_version([one, two, three]) == 0
    assert [link.hash for link in third.chain] == [one.hash, two.hash, three.hash]
    assert two.parent_hash == one.hash
    cheaper = replace(two, terms=replace(two.terms, price=Money(1, "USD")))
    assert broken_version((one, cheaper, three)) == 2
    assert broken_version((one, three)) == 2
    assert broken_version((two, three)) == 1
    assert broken_version((one, three, two)) == 2
    assert broken_version((one, replace(two, message="other"), three)) == 2
