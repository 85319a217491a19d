"""A creator's log and the statements that an installation signs about it."""

from __future__ import annotations

import json

from joserfc.jwk import OKPKey

from services.cli.chains import CHECKPOINT
from services.shared.hashchain import GENESIS, digest
from services.shared.tokens import Signer
from tests.fakes.clock import FakeClock
from tests.unit.shared.keys import make_keys

ME = "cr_1"


def chain(length):
    """A creator's log, ascending, as the API shows it."""
    entries, previous = [], GENESIS
    for sequence in range(1, length + 1):
        entry = {
            "sequence": sequence,
            "previous_hash": previous,
            "creator_id": ME,
            "at": "2026-03-01T12:00:00Z",
            "actor_id": "ag_1",
            "action": "get_creator",
            "object": "/v1/creators/cr_1",
            "decision": "allowed",
            "reason": "",
            "count": 1,
            "readings": [],
            "request_id": f"r{sequence}",
        }
        previous = digest(entry)
        entries.append(entry | {"hash": previous})
    return entries


class Installation:
    """Signs checkpoints as the server does."""

    def __init__(self, folder):
        make_keys(folder, "roster")
        self.signer = Signer("roster", folder / "roster.pem", FakeClock())
        self.pem = (folder / "public" / "roster.pub.pem").read_bytes()

    def checkpoint(self, sequence, hash_, creator_id=ME):
        said = {"creator_id": creator_id, "sequence": sequence, "hash": hash_, "at": "2026-03-01T13:00:00Z"}
        return said | {"statement": self.signer.attest(CHECKPOINT, said)}

    def key_set(self):
        return {"keys": [{**OKPKey.import_key(self.pem).as_dict(private=False), "kid": "roster"}]}


def lines(entries):
    return b"".join(json.dumps(each).encode() + b"\n" for each in entries)
