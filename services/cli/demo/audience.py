"""Audience breakdowns. None exist in the real data: these are made up, and marked `note: demo`."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from services.cli.demo.parties import Creator
from services.cli.demo.session import Session
from services.shared.clock import rfc3339

NOTE = "demo"

UNKNOWN = ("kenji", "ines")
"""Creators whose audience was never captured: their pages say so."""

_BUCKETS: Mapping[str, Mapping[str, float]] = {
    "gender": {"FEMALE": 5, "MALE": 5},
    "age": {"18-24": 5, "25-34": 4, "35-44": 2, "45-54": 1, "55+": 0.5},
    "country": {"US": 4, "GB": 2, "DE": 1.5, "ES": 1.5, "Others": 3},
    "device": {"iPhone": 5, "Android": 5},
    "activity": {"active": 8, "inactive": 2},
}
"""The buckets of each dimension, with their usual weight."""


def survey(session: Session, creator: Creator) -> None:
    """Adds a breakdown for a creator who has none and is to have one."""
    if creator.key in UNKNOWN:
        return
    creator_id = session.id(creator.key)
    if session.api(creator.key).get_audience(creator_id)["captured_at"]:
        return
    path = f"/v1/creators/{creator_id}/audience"
    body = {"captured_at": rfc3339(session.clock.now()), "note": NOTE, "dimensions": dimensions(creator)}
    session.post(session.operator, path, body, step=f"{creator.key}-audience")


def dimensions(creator: Creator) -> dict[str, list[dict[str, Any]]]:
    """A creator's shares: the same in every run, different for each, leaning to her own country."""
    chance = random.Random(creator.handle)  # noqa: S311 - made up on purpose
    made = {}
    for dimension, usual in _BUCKETS.items():
        weights = {bucket: weight * chance.uniform(0.5, 1.5) for bucket, weight in usual.items()}
        if dimension == "country":
            weights[creator.country] = weights.get(creator.country, 1) + 4
        made[dimension] = _shares(weights)
    return made


def _shares(weights: Mapping[str, float]) -> list[dict[str, Any]]:
    """Shares in units of a thousandth that add up to exactly 1; the last bucket takes what is left."""
    total = sum(weights.values())
    units = {bucket: round(1000 * weight / total) for bucket, weight in weights.items()}
    last = next(reversed(units))
    units[last] += 1000 - sum(units.values())
    return [{"bucket": bucket, "share": each / 1000} for bucket, each in units.items()]
