"""Where what was created is read."""

from __future__ import annotations

from protos.campaigns.v1 import campaigns_pb2
from protos.roster.v1 import roster_pb2
from tests.unit.gateway.support import Stage

CREATOR = "/v1/creators/cr_1"


def test_what_was_created_is_found_at_its_location(stage: Stage) -> None:
    campaign = campaigns_pb2.Campaign(id="cp_1")
    stage.campaigns.answers |= {"CreateCampaign": campaign, "CreateOffer": campaigns_pb2.Offer(id="of_1")}
    made = stage.send("POST", "/v1/campaigns", "brand_1", json={"name": "Spring"})
    assert (made.status_code, made.headers["Location"]) == (201, "/v1/campaigns/cp_1")
    assert stage.send("GET", made.headers["Location"], "brand_1").status_code == 200
    sent = stage.send("POST", "/v1/campaigns/cp_ü/offers", "brand_1", json={"creator_id": "cr_1"})
    assert sent.headers["Location"] == "/v1/campaigns/cp_%C3%BC/offers/of_1"
    stage.campaigns.answers["CreateProposal"] = campaigns_pb2.Offer(id="of_1", current_version=3)
    proposed = stage.send("POST", f"{CREATOR}/offers/of_1/proposals", json={"base_version": 2, "terms": {}})
    assert proposed.headers["Location"] == f"{CREATOR}/offers/of_1/versions/3"
    assert stage.send("GET", proposed.headers["Location"]).status_code == 200
    assert stage.campaigns.last("GetVersion").request.number == 3
    assert stage.send("GET", f"{CREATOR}/offers/of_1/versions/third").status_code == 422
    video = f"{CREATOR}/offers/of_1/deliverables/dl_1"
    drafted = stage.send("POST", f"{video}/drafts", json={"url": "https://video.example/1"})
    assert (drafted.status_code, drafted.headers["Location"]) == (201, video)
    stage.roster.answers["CreateAgency"] = roster_pb2.CreateAgencyResponse(agency={"id": "ag_1"})
    agency = stage.send("POST", "/v1/operator/agencies", "operator_1", json={"name": "A", "country": "US"})
    assert agency.headers["Location"] == "/v1/operator/agencies/ag_1"
    assert stage.send("GET", agency.headers["Location"], "operator_1").status_code == 200
    sent = stage.send("POST", f"{CREATOR}/offers/of_1/messages", json={"text": "Hello"})
    assert sent.status_code == 201
    assert "Location" not in sent.headers, "nothing is read there"
