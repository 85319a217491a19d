"""What the brands are looking for; the campaigns stand in `data/campaigns.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.cli.demo.session import Session
from services.cli.demo.tables import rows


@dataclass(frozen=True)
class Campaign:
    """A campaign of a brand, which is known by its name; `starts` and `ends` in days from today."""

    key: str
    brand: str
    name: str
    brief: str
    category: str
    budget: int
    women: float
    starts: int
    ends: int
    countries: Mapping[str, float] = field(hash=False)
    currency: str = "USD"

    def body(self, session: Session) -> dict[str, Any]:
        """What creates it: with its last day, unless that has passed, which a new campaign may not have."""
        last = {"ends_on": self.last(session)} if self.ends >= 0 else {}
        return {
            "name": self.name,
            "brief": self.brief,
            "category": self.category,
            "budget": {"amount_minor": self.budget * 100, "currency": self.currency},
            "target": self._target(),
            "starts_on": session.day(self.starts)[:10],
            **last,
        }

    def last(self, session: Session) -> str:
        """Its last day."""
        return session.day(self.ends)[:10]

    def _target(self) -> dict[str, Any]:
        shares: dict[str, Mapping[str, float]] = {
            "gender": {"FEMALE": self.women, "MALE": round(1 - self.women, 2)},
            "age": {"18-24": 0.5, "25-34": 0.5},
            "country": self.countries,
        }
        return {
            dimension: [{"bucket": bucket, "weight": weight} for bucket, weight in buckets.items()]
            for dimension, buckets in shares.items()
        }


CAMPAIGNS = tuple(Campaign(**row) for row in rows("campaigns.toml", "campaign"))
CAMPAIGN = {campaign.key: campaign for campaign in CAMPAIGNS}
BRAND_OF = {campaign.key: campaign.brand for campaign in CAMPAIGNS}


def launch(session: Session, campaign: Campaign) -> None:
    """Creates a campaign that does not exist yet, closes one that is over, and remembers its id."""
    if campaign.key in session.memory.campaigns:
        return
    api = session.api(campaign.brand)
    found = next((each for each in api.list_campaigns() if each["name"] == campaign.name), None)
    made: Any = found or session.post(
        api, "/v1/campaigns", campaign.body(session), step=f"{campaign.key}-campaign"
    )
    if not made["ends_on"]:
        api.patch_campaign(made["id"], if_match=api.get_campaign(made["id"]), ends_on=campaign.last(session))
        session.changed(f"{campaign.key}-over")
    session.memory.keep_campaign(campaign.key, made["id"])
