"""The RPCs of the directory service: parse, call one handler, convert."""

from __future__ import annotations

from typing import Any

from protos.directory.v1 import directory_pb2 as pb
from protos.directory.v1 import directory_pb2_grpc as grpc_
from services.directory.domain.entries import Entry
from services.directory.handlers.entries import get_entry
from services.directory.store import Store

from services.shared.joins import join
from services.shared.mapping import to_message
from services.shared.rpc import Registration

join(Entry, pb.Entry, domain_only=["version"])


class DirectoryRpc(grpc_.DirectoryServiceServicer):
    """Entries."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def GetEntry(self, request: pb.GetEntryRequest, _: Any) -> pb.Entry:
        return to_message(pb.Entry, get_entry(self.store, creator_id=request.creator_id))


def registrations(store: Store) -> list[Registration]:
    """Every servicer with the function that adds it to a server."""
    return [(grpc_.add_DirectoryServiceServicer_to_server, DirectoryRpc(store))]
