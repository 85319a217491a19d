"""Flask → gRPC → pymongo for the same answer, with nothing else: no token, no grant, no checks, no logs."""

import os
from concurrent import futures
from typing import Any

import grpc
from flask import Flask, jsonify
from pymongo import MongoClient

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as rpc

stubs: dict[int, rpc.PartyServiceStub] = {}
app = Flask(__name__)


class Bare(rpc.PartyServiceServicer):
    def __init__(self, uri: str) -> None:
        self.parties = MongoClient[dict[str, Any]](uri).get_default_database()["parties"]

    def GetCreator(self, request: pb.GetCreatorRequest, _: object) -> pb.Creator:
        row = self.parties.find_one({"_id": request.creator_id}) or {}
        same = {name: row[name] for name in ("handle", "country", "languages", "categories", "created_at")}
        return pb.Creator(id=row["_id"], display_name=row["name"], stats=pb.Stats(), **same)


@app.get("/v1/creators/<creator_id>")
def creator(creator_id: str) -> Any:
    target = os.environ["REFERENCE_TARGET"]
    stub = stubs.get(os.getpid()) or rpc.PartyServiceStub(grpc.insecure_channel(target))
    stubs[os.getpid()] = stub
    found = stub.GetCreator(pb.GetCreatorRequest(creator_id=creator_id), timeout=5)
    same = {name: getattr(found, name) for name in ("id", "handle", "display_name", "country")}
    lists = {name: list(getattr(found, name)) for name in ("languages", "categories")}
    return jsonify(**same, **lists, stats={}, created_at=found.created_at.ToJsonString())


if __name__ == "__main__":
    server = grpc.server(futures.ThreadPoolExecutor(16))
    rpc.add_PartyServiceServicer_to_server(Bare(os.environ["REFERENCE_MONGO_URI"]), server)
    server.add_insecure_port(os.environ["REFERENCE_TARGET"])
    server.start()
    server.wait_for_termination()
