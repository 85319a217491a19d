"""A receipt as both sides get it: rendered, its changes linked by hashes, and signed for good."""

from __future__ import annotations

from typing import Any

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.delegations import Change
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.receipts import Receipt
from services.roster.rpc.names import named_by
from services.shared.enums import numbers_of
from services.shared.hashchain import GENESIS, digest
from services.shared.joins import join
from services.shared.mapping import to_message
from services.shared.rendering import renderer_of
from services.shared.tokens import RECEIPT, Signer

join(Guardrails, pb.Guardrails)

_SCOPES: dict[str, Any] = numbers_of(access_pb2.DelegableScope.DESCRIPTOR)

_change = renderer_of(pb.DelegationChange.DESCRIPTOR)
_receipt = renderer_of(pb.Receipt.DESCRIPTOR)


def receipt_of(receipt: Receipt, signer: Signer) -> pb.Receipt:
    """The message. What is signed, and what the hashes cover, is its JSON form, as everybody reads it."""
    delegation = named_by(receipt.delegation.names, to_message(pb.Delegation, receipt.delegation))
    made = pb.Receipt(
        delegation=delegation,
        agency=delegation.agency,
        creator=delegation.creator,
        issued_at=receipt.issued_at,
    )
    previous = GENESIS
    for change in receipt.changes:
        made.changes.append(_linked(change, previous))
        previous = made.changes[-1].hash
    content = _receipt(made)
    del content["signature"]
    made.signature = signer.attest(RECEIPT, content)
    return made


def _linked(change: Change, previous: str) -> pb.DelegationChange:
    delegation = change.delegation
    made = pb.DelegationChange(
        sequence=delegation.version,
        act=f"DELEGATION_ACT_{change.act.value.upper()}",
        at=change.at,
        party_id=change.by.party_id,
        client_id=change.by.client_id,
        authenticated_with=change.by.authenticated_with,
        state=f"DELEGATION_STATE_{delegation.state.value.upper()}",
        scopes=[_SCOPES[scope] for scope in delegation.scopes],
        guardrails=to_message(pb.Guardrails, delegation.guardrails),
        expires_at=delegation.expires_at,
        reason=change.reason,
        previous_hash=previous,
    )
    content = _change(named_by(delegation.names, made))
    del content["hash"]
    made.hash = digest(content)
    return made
