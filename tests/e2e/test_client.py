"""A partnership from the permission to the published video, written on the Python client, sync and async."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime, timedelta

import pytest

from callboard import AsyncClient, Client, Invalid, NotFound, Stale, types
from tests.e2e.api import Actor, Operator, unique

SCOPES: tuple[types.DelegableScope, ...] = (
    "marketplace.rates.read",
    "marketplace.rates.write",
    "marketplace.offers.read",
    "marketplace.offers.accept",
    "marketplace.deliverables.write",
)
PURPOSE = "Run her partnerships."
VIDEO: types.PublishDeliverableInput = {
    "video_id": "v7300000000000000001",
    "url": "https://www.tiktok.com/@zoe/video/73",
}
HEAD = b"creator,followers,video,posted_at,captured_at,duration_s,views,likes,comments,shares,saves\n"


def moment(days: int) -> str:
    """So many days from now."""
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


def rates(amount_minor: int) -> list[types.RateInput]:
    """A card with one rate."""
    price: types.Money = {"amount_minor": amount_minor, "currency": "USD"}
    return [{"deliverable": "video", "price": price, "negotiable": True, "note": ""}]


def terms() -> types.TermsInput:
    """What is offered: a video for 2 500 dollars."""
    return {
        "price": {"amount_minor": 250_000, "currency": "USD"},
        "deliverables": [
            {
                "type": "video",
                "count": 1,
                "draft_due": moment(20),
                "publish_by": moment(30),
                "max_revisions": 2,
            }
        ],
        "usage_rights": {"spark_ads_days": 30, "paid_usage": True, "territories": ["US"]},
        "payment_schedule": [{"stage": "on_publication", "percent": 100, "net_days": 30}],
    }


def credentials(actor: Actor) -> tuple[str, str, str]:
    """What a client is made of."""
    return actor.base_url, actor.client_id, actor.client_secret


def test_from_delegation_to_published_video(operator: Operator) -> None:
    parties = operator.agency(), operator.creator(), operator.brand()
    agency, creator, brand = (Client(*credentials(each)) for each in parties)
    creator_id = parties[1].id
    with agency, creator, brand:
        asked = agency.create_delegation(creator_id=creator_id, scopes=SCOPES, purpose=PURPOSE)
        granted = creator.accept_delegation(asked["id"])
        assert granted["state"] == "active"
        limited = creator.patch_guardrails(asked["id"], if_match=granted, max_active_campaigns=3)
        unlimited = creator.patch_guardrails(asked["id"], if_match=limited, max_active_campaigns=None)
        found = [each["guardrails"]["max_active_campaigns"] for each in (limited, unlimited)]
        assert found == [3, None]

        card = agency.get_rate_card(creator_id)
        agency.put_rate_card(creator_id, if_match=card, rates=rates(300_000))
        with pytest.raises(Stale) as stale:
            agency.put_rate_card(creator_id, if_match=card, rates=rates(200_000))
        assert (stale.value.code, bool(stale.value.request_id)) == ("stale_version", True)

        campaign = brand.create_campaign(name=unique("Spring"), brief="Show the serum.")
        sent = [
            brand.create_offer(
                campaign["id"], creator_id=creator_id, terms=terms(), message=f"Offer {number}"
            )
            for number in range(3)
        ]
        assert [each["id"] for each in agency.list_inbox(tab="pending", page_size=2)] == [
            each["id"] for each in agency.pages("/v1/inbox", {"tab": "pending"})
        ]
        offer = agency.get_creator_offer(creator_id, sent[0]["id"])
        agency.accept_creator_offer(
            creator_id, offer["id"], version=offer["current_version"], hash=offer["current_hash"]
        )
        [owed] = agency.list_creator_offer_deliverables(creator_id, offer["id"])
        place = (offer["id"], owed["id"])
        agency.create_draft(creator_id, *place, url="https://drafts.example.com/1", note="First cut.")
        brand.review_draft(campaign["id"], *place, decision="approve", comment="")
        assert agency.publish_deliverable(creator_id, *place, **VIDEO)["state"] == "published"
        assert brand.get_campaign_offer(campaign["id"], offer["id"])["state"] == "completed"
        with pytest.raises(NotFound):
            brand.get_campaign_offer(campaign["id"], "of_nobody")


def test_the_same_with_the_async_client(operator: Operator) -> None:
    parties = operator.agency(), operator.creator(), operator.brand()
    asyncio.run(journey(parties[1].id, *(credentials(each) for each in parties)))


async def journey(creator_id: str, *parties: tuple[str, str, str]) -> None:
    """Several offers at once, under one token each."""
    agency, creator, brand = (AsyncClient(*each) for each in parties)
    async with agency, creator, brand:
        asked = await agency.create_delegation(creator_id=creator_id, scopes=SCOPES, purpose=PURPOSE)
        await creator.accept_delegation(asked["id"])
        campaign = await brand.create_campaign(name=unique("Spring"), brief="Show the serum.")
        sent = await asyncio.gather(
            *(
                brand.create_offer(
                    campaign["id"], creator_id=creator_id, terms=terms(), message=f"No. {each}"
                )
                for each in range(3)
            )
        )
        listed = [each["id"] async for each in agency.list_creator_offers(creator_id, page_size=2)]
        assert sorted(listed) == sorted(each["id"] for each in sent)
        offer = await agency.get_creator_offer(creator_id, listed[0])
        await agency.accept_creator_offer(
            creator_id, offer["id"], version=offer["current_version"], hash=offer["current_hash"]
        )
        [owed] = [each async for each in agency.list_creator_offer_deliverables(creator_id, offer["id"])]
        place = (offer["id"], owed["id"])
        await agency.create_draft(creator_id, *place, url="https://drafts.example.com/1", note="First cut.")
        await brand.review_draft(campaign["id"], *place, decision="approve", comment="")
        done = await agency.publish_deliverable(creator_id, *place, **VIDEO)
        assert done["state"] == "published"


def test_an_upload_and_a_download(operator: Operator) -> None:
    creator = operator.creator()
    with Client(*credentials(operator)) as client:
        rows = io.BytesIO(HEAD + f"{creator.id},100,v1,{moment(-2)},{moment(-1)},18,10,1,1,1,1\n".encode())
        report = client.import_snapshots(content=rows, content_type="text/csv")
        assert report["rejected_total"] == 0, report
        with pytest.raises(Invalid):
            client.import_snapshots(content=b"no,such,columns\n", content_type="text/csv")
        assert [each["id"] for each in client.list_imports() if each["id"] == report["import_id"]]
    with Client(*credentials(creator)) as client:
        assert client.export_activity(creator.id).startswith((b"{", b""))
        assert client.get_key_set()["keys"]
