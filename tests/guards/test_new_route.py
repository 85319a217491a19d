"""A new route on data that is there is three files: contract, handler, RPC."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.copied import change, check_guards, check_whole, copy_to, inspect, stated_files

MOST_FILES = 5
CHANGES = {
    "protos/roster/v1/roster.proto": {
        "  // Replaces the rate card; the former one stays in the history.\n": (
            "  // The lowest price on the rate card in force.\n"
            "  rpc GetStartingRate(GetStartingRateRequest) returns (Rate) {\n"
            '    option (google.api.http) = { get: "/v1/creators/{creator_id}/rate-card/starting-rate" };\n'
            "    option (callboard.access.v1.rule) = {\n"
            "      parties: [PARTY_KIND_CREATOR, PARTY_KIND_AGENCY]\n"
            '      creator_field: "creator_id"\n'
            "      scope: SCOPE_MARKETPLACE_RATES_READ\n"
            "    };\n"
            "  }\n"
            "  // Replaces the rate card; the former one stays in the history.\n"
        ),
        "message PutRateCardRequest {\n": (
            "message GetStartingRateRequest {\n  string creator_id = 1;\n}\n\nmessage PutRateCardRequest {\n"
        ),
    },
    "services/roster/handlers/rates.py": {
        "import RateCard, put\n": "import Rate, RateCard, put, starting_rate\n",
        "from services.shared.paging": (
            "from services.shared.errors import NotFound\nfrom services.shared.paging"
        ),
        "def put_rate_card(": (
            "def get_starting_rate(store: Store, *, creator_id: str) -> Rate:\n"
            '    """The lowest price on the card in force; raises NotFound where there is none."""\n'
            "    found = starting_rate(get_rate_card(store, creator_id=creator_id).rates)\n"
            "    if found is None:\n"
            '        raise NotFound("There are no rates yet.")\n'
            "    return found\n\n\n"
            "def put_rate_card("
        ),
    },
    "services/roster/rpc/rates.py": {
        "    def PutRateCard(": (
            "    def GetStartingRate(self, request: pb.GetStartingRateRequest, _: Any) -> pb.Rate:\n"
            "        found = rates.get_starting_rate(self.store, creator_id=request.creator_id)\n"
            "        return to_message(pb.Rate, found)\n\n"
            "    def PutRateCard("
        ),
    },
}

INSPECT = """
import json
from pathlib import Path
from protos.roster.v1 import roster_pb2 as pb
from services.gateway.openapi import openapi
from services.gateway.transcode.routes import routes_of
from services.shared.contracts import descriptors
from services.shared.joins import check
from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore
from tests.unit.gateway.support import Stage, write_keys
from tests.unit.roster.scene import Scene

check()
scene = Scene(FakeStore(), FakeClock())
write_keys(Path("."))
stage = Stage(Path("."))
stage.roster.answers["GetStartingRate"] = lambda request: scene.call(
    scene.creator, "RateCardService/GetStartingRate", request
)
path = "/v1/creators/{creator_id}/rate-card/starting-rate"
here = path.format(creator_id=scene.creator.party_id)
none = stage.send("GET", here)
prices = {"video": 300, "story": 200}
rates = [{"deliverable": name, "price": {"amount_minor": prices[name], "currency": "USD"}} for name in prices]
put = pb.PutRateCardRequest(creator_id=scene.creator.party_id, rates=rates, expected_version=0)
scene.call(scene.creator, "RateCardService/PutRateCard", put)
narrow = stage.headers(scopes=("marketplace.profile.read",))
print(json.dumps({
    "none": none.status_code,
    "found": stage.send("GET", here).json,
    "narrow": stage.send("GET", here, headers=narrow).status_code,
    "operation": openapi(routes_of(descriptors()))["paths"][path]["get"],
}))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy."""
    folder = tmp_path_factory.mktemp("tree")
    copy_to(folder)
    change(folder, CHANGES)
    return folder


@pytest.fixture(scope="module")
def known(tree: Path) -> Any:
    """What the copy's own code makes of the route."""
    return inspect(tree, INSPECT)


def test_few_files_change_by_hand() -> None:
    assert len(CHANGES) == stated_files("test_new_route") <= MOST_FILES


def test_it_answers(known: Any) -> None:
    assert known["none"] == 404
    assert known["found"]["deliverable"] == "story"


def test_it_is_documented_and_needs_its_scope(known: Any) -> None:
    assert known["operation"]["summary"] == "The lowest price on the rate card in force"
    assert known["operation"]["x-access"]["scope"] == "marketplace.rates.read"
    assert known["narrow"] == 403


def test_what_was_generated_is_whole_and_the_guards_are_content(tree: Path) -> None:
    check_whole(tree, CHANGES)
    check_guards(tree, "compatibility", "rpcs", "readings")
