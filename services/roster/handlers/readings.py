"""What agencies were shown under leases or told, as it is reported: one entry a creator, caller and batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from services.roster.domain.activity import READ, Activity, Reading, listed
from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import PartyKind
from services.roster.handlers.activity import append_all
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import FieldCode
from services.shared.contracts import actions
from services.shared.errors import FieldError, Invalid

MOST_READINGS = 1_000
"""In one batch."""

RECEIVE_EVENT = "receive_event"
"""What an agency was told without asking, as notifications reports it."""

AGREED = timedelta(seconds=2)
"""How far the reporter's clock may be ahead when a delegation was in force already."""


@dataclass(frozen=True)
class Reader:
    """Who has read, and for whom; `person_id` is empty where a client of the party did."""

    creator_id: str
    party_id: str
    client_id: str
    person_id: str = ""


@dataclass(frozen=True)
class Report:
    """Something that a reader has read."""

    reader: Reader
    kind: str
    reading: Reading


def record_readings(
    store: Store, clock: Clock, *, reporter: str, batch_id: str, reports: Sequence[Report]
) -> None:
    """Logs a batch of a service. One that is sent again is logged once, whatever became of the first sending.

    Raises Invalid, and logs nothing, where an action is none that the service may report, or the batch is
    too large or has no id.
    """
    _check(reporter, batch_id, reports)
    readings: dict[Reader, list[Reading]] = {}
    for report in reports:
        readings.setdefault(report.reader, []).append(report.reading)
    pairs = _pairs(store, readings)
    called = store.names_of_people({reader.person_id for reader in readings} - {""})
    entries = [
        replace(
            _entry(reader, each, pairs.get(pair_id(reader.party_id, reader.creator_id)), batch_id),
            person_id=reader.person_id,
            person_name=called.get(reader.person_id, ""),
        )
        for reader, each in readings.items()
    ]
    append_all(store, clock, entries)


def _check(reporter: str, batch_id: str, reports: Sequence[Report]) -> None:
    if not batch_id or len(reports) > MOST_READINGS:
        message = f"a batch has an id and at most {MOST_READINGS} readings"
        raise Invalid(message, [FieldError("readings", message, FieldCode.TOO_MANY_ITEMS)])
    known = actions()
    for number, report in enumerate(reports):
        action = report.reading.action
        rule = known.get(action)
        reads = rule is not None and not rule.command and PartyKind.AGENCY in rule.kinds
        if (
            not (action == RECEIVE_EVENT if reporter == "notifications" else reads)
            or report.kind != PartyKind.AGENCY
        ):
            message = f"{action[:100]!r} is nothing that an agency reads"
            raise Invalid(message, [FieldError(f"readings[{number}].action", message, FieldCode.NOT_ONE_OF)])


def _pairs(store: Store, readers: Iterable[Reader]) -> dict[str, Pair]:
    """The pairs of readers and creators, by id; one question for each agency."""
    creators: dict[str, set[str]] = {}
    for reader in readers:
        creators.setdefault(reader.party_id, set()).add(reader.creator_id)
    return {
        pair.id: pair
        for agency_id, creator_ids in creators.items()
        for pair in store.pairs_with(agency_id, sorted(creator_ids))
    }


def _entry(reader: Reader, readings: Sequence[Reading], pair: Pair | None, batch_id: str) -> Activity:
    named, unlisted = listed(readings)
    latest = named[-1]
    # The one it was read under: granted before, and the newest of those. A batch comes within seconds: that
    # is the active one or, where it has just ended or been superseded, the one that ended last.
    known = (pair.active, pair.ended) if pair else ()
    granted = [each for each in known if each and each.granted_at and each.granted_at <= latest.at + AGREED]
    delegation = granted[0] if granted else None
    return Activity(
        creator_id=reader.creator_id,
        at=latest.at,
        actor_id=reader.party_id,
        actor_kind=PartyKind.AGENCY,
        client_id=reader.client_id,
        on_behalf_of=reader.creator_id,
        delegation_id=delegation.id if delegation else "",
        delegation_version=delegation.version if delegation else 0,
        action=latest.action,
        object=latest.object,
        decision=READ,
        rule="delegation",
        request_id=latest.request_id,
        count=sum(each.count for each in readings),
        readings=named,
        unlisted=unlisted,
        event_id=f"readings:{batch_id}:{reader.client_id}:{reader.person_id}",
    )
