"""The events that the metrics service causes."""

from __future__ import annotations

from protos.metrics.v1 import events_pb2
from services.metrics.domain.accounts import Account, Figures, Stats
from services.shared.events import Fact
from services.shared.joins import join
from services.shared.mapping import to_message

join(Stats, events_pb2.CreatorStatsChanged, message_only=["creator_id", "version"])
join(Figures, events_pb2.PortfolioFiguresChanged.Video)


def account_changed(account: Account) -> list[Fact]:
    """New headline statistics, and figures of videos that are shown, where the latest write has any."""
    return [*_stats_changed(account), *_figures_changed(account)]


def _stats_changed(account: Account) -> list[Fact]:
    if account.stats_version != account.version:
        return []
    message = to_message(events_pb2.CreatorStatsChanged, account.stats)
    message.creator_id, message.version = account.creator_id, account.version
    return [Fact(account.creator_id, message)]


def _figures_changed(account: Account) -> list[Fact]:
    if account.figures_version != account.version:
        return []
    message = events_pb2.PortfolioFiguresChanged(
        creator_id=account.creator_id,
        videos=[to_message(events_pb2.PortfolioFiguresChanged.Video, each) for each in account.figures],
        version=account.version,
    )
    return [Fact(account.creator_id, message)]


def unannounced(_: object) -> list[Fact]:
    """A change that concerns nobody else."""
    return []
