"""The events that the metrics service causes."""

from __future__ import annotations

from protos.metrics.v1 import events_pb2
from services.metrics.domain.accounts import Account, Stats
from services.shared.events import Fact
from services.shared.joins import join
from services.shared.mapping import to_message

join(Stats, events_pb2.CreatorStatsChanged, message_only=["creator_id", "version"])


def stats_changed(account: Account) -> list[Fact]:
    """New headline statistics, where the latest write has brought some."""
    if account.stats_version != account.version:
        return []
    message = to_message(events_pb2.CreatorStatsChanged, account.stats)
    message.creator_id, message.version = account.creator_id, account.version
    return [Fact(account.creator_id, message)]


def unannounced(_: object) -> list[Fact]:
    """A change that concerns nobody else."""
    return []
