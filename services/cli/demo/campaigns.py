"""What the brands are looking for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.cli.demo.session import Session


@dataclass(frozen=True)
class Campaign:
    """A campaign of a brand, which is known by its name; `budget` is in whole dollars."""

    key: str
    brand: str
    name: str
    brief: str
    category: str
    budget: int
    women: float
    days: int

    def body(self, session: Session) -> dict[str, Any]:
        """What creates it."""
        return {
            "name": self.name,
            "brief": self.brief,
            "category": self.category,
            "budget": {"amount_minor": self.budget * 100, "currency": "USD"},
            "target": self._target(),
            "starts_on": session.day(0)[:10],
            "ends_on": session.day(self.days)[:10],
        }

    def _target(self) -> dict[str, Any]:
        shares = {
            "gender": {"FEMALE": self.women, "MALE": round(1 - self.women, 2)},
            "age": {"18-24": 0.5, "25-34": 0.5},
            "country": {"US": 0.6, "GB": 0.4},
        }
        return {
            dimension: [{"bucket": bucket, "weight": weight} for bucket, weight in buckets.items()]
            for dimension, buckets in shares.items()
        }


CAMPAIGNS = (
    Campaign(
        "glow",
        "solstice",
        "Winter Glow",
        "Morning routines with the glow serum.",
        "beauty/skincare",
        40000,
        0.8,
        90,
    ),
    Campaign(
        "spf",
        "solstice",
        "Everyday SPF",
        "Sun care without a beach in sight.",
        "beauty/skincare",
        25000,
        0.7,
        120,
    ),
    Campaign(
        "greens",
        "peakform",
        "Daily Greens",
        "Thirty days of greens, honestly told.",
        "food/supplements",
        60000,
        0.5,
        60,
    ),
    Campaign(
        "race",
        "peakform",
        "Spring 10K",
        "Training for a first ten kilometres.",
        "sports/running",
        30000,
        0.5,
        150,
    ),
    Campaign(
        "air", "lumen", "Lumen Air", "First listen to the open earbuds.", "electronics/audio", 50000, 0.4, 75
    ),
    Campaign(
        "studio",
        "lumen",
        "Studio Sessions",
        "A song, recorded at home.",
        "electronics/audio",
        80000,
        0.4,
        100,
    ),
)

BRAND_OF = {campaign.key: campaign.brand for campaign in CAMPAIGNS}


def launch(session: Session, campaign: Campaign) -> None:
    """Creates a campaign that does not exist yet, and remembers its id."""
    if campaign.key in session.memory.campaigns:
        return
    api = session.api(campaign.brand)
    found = [each["id"] for each in api.list_campaigns() if each["name"] == campaign.name]
    if not found:
        step = f"{campaign.key}-campaign"
        found = [session.post(api, "/v1/campaigns", campaign.body(session), step=step)["id"]]
    session.memory.keep_campaign(campaign.key, found[0])
