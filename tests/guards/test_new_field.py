"""A new field of a roster entry is four files: it is asked for, validated, stored and shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.copied import change, check_guards, check_whole, copy_to, inspect, stated_files

MOST_FILES = 4
CHANGES = {
    "protos/roster/v1/roster.proto": {
        "{ required: true }];\n}\n\nmessage GetLabelsRequest": (
            "{ required: true }];\n"
            "  // The agency's own name for her.\n  string nickname = 6;\n}\n\nmessage GetLabelsRequest"
        ),
        'optional int64 expected_version = 4 [(callboard.api.v1.field) = { header: "If-Match" }];\n}\n\n'
        "message PatchLabelsRequest": (
            'optional int64 expected_version = 4 [(callboard.api.v1.field) = { header: "If-Match" }];\n'
            "  // The agency's own name for her from now on.\n"
            "  string nickname = 6 [(callboard.api.v1.field) = { max_length: 50 }];\n}\n\n"
            "message PatchLabelsRequest"
        ),
        'optional int64 expected_version = 5 [(callboard.api.v1.field) = { header: "If-Match" }];\n}\n\n'
        "message RemoveCreatorRequest": (
            'optional int64 expected_version = 5 [(callboard.api.v1.field) = { header: "If-Match" }];\n'
            "  // The agency's own name for her from now on.\n"
            "  string nickname = 6 [(callboard.api.v1.field) = { max_length: 50 }];\n}\n\n"
            "message RemoveCreatorRequest"
        ),
    },
    "services/roster/domain/commands.py": {
        '    notes: str = ""\n': '    notes: str = ""\n    nickname: str = ""\n',
    },
    "services/roster/domain/roster.py": {
        '    notes: str = ""\n    version: int = 0\n': (
            '    notes: str = ""\n    nickname: str = ""\n    version: int = 0\n'
        ),
    },
    "services/roster/store/documents.py": {
        "    notes = StringField()\n": "    notes = StringField()\n    nickname = StringField()\n",
    },
}

INSPECT = """
import json
from pathlib import Path
from protos.roster.v1 import roster_pb2 as pb
from services.gateway.openapi import openapi
from services.gateway.transcode.routes import routes_of
from services.roster.domain.roster import Labels
from services.roster.store.documents import LabelsDocument
from services.shared.contracts import descriptors
from services.shared.documents import MongoRepository
from services.shared.joins import check
from services.shared.validators import validator
from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore
from tests.unit.gateway.support import Stage, write_keys
from tests.unit.roster.scene import Scene

# Roster behind the gateway: a request that the one transcodes is answered by the other.
check()
scene = Scene(FakeStore(), FakeClock())
scene.active()
write_keys(Path("."))
stage = Stage(Path("."))


def rpc(name):
    return lambda request: scene.call(scene.agency, f"RosterService/{name}", request)


stage.roster.answers |= {name: rpc(name) for name in ("GetLabels", "PutLabels", "ListRoster")}
path = f"/v1/roster/{scene.creator.party_id}/labels"
labels = {"tags": [], "notes": "", "nickname": "Z"}
put = stage.send("PUT", path, json=labels, headers={"If-Match": '"0"'})
refused = stage.send("PUT", path, json=labels | {"nickname": "Z" * 51}, headers={"If-Match": '"1"'})
repository = MongoRepository(LabelsDocument, Labels)
kept = repository._fields(scene.store.labels.all()[0])
schemas = openapi(routes_of(descriptors()))["components"]["schemas"]
print(json.dumps({
    "put": put.json,
    "got": stage.send("GET", path).json,
    "listed": stage.send("GET", "/v1/roster").json["items"][0]["labels"],
    "refused": [refused.status_code, refused.json["errors"]],
    "kept": kept,
    "loaded": repository.load({"_id": "ag_1:cr_1", **kept}).nickname,
    "enforced": validator(LabelsDocument)["$jsonSchema"]["properties"]["nickname"],
    "documented": [schemas[name]["properties"]["nickname"] for name in ("Labels", "LabelsPut")],
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
    """What the copy's own code makes of the field."""
    return inspect(tree, INSPECT)


def test_few_files_change_by_hand() -> None:
    assert len(CHANGES) == stated_files("test_new_field") <= MOST_FILES


def test_it_is_asked_for_and_shown(known: Any) -> None:
    assert [known[shown]["nickname"] for shown in ("put", "got", "listed")] == ["Z"] * 3
    shown, sent = known["documented"]
    assert shown == {"type": "string", "description": "The agency's own name for her."}
    assert (sent["type"], sent["maxLength"]) == (["string", "null"], 50)


def test_it_is_validated(known: Any) -> None:
    status, (error,) = known["refused"]
    assert (status, error["field"]) == (422, "nickname")


def test_it_is_stored(known: Any) -> None:
    assert (known["kept"]["nickname"], known["loaded"]) == ("Z", "Z")
    assert known["enforced"] == {"bsonType": ["string", "null"]}


def test_what_was_generated_is_whole_and_the_guards_are_content(tree: Path) -> None:
    check_whole(tree, CHANGES)
    check_guards(tree, "compatibility", "rpcs", "readings")
