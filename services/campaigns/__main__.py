"""The processes of the campaigns service: `python -m services.campaigns rpc|worker|migrate|reannounce`."""

from __future__ import annotations

from protos.campaigns.v1 import campaigns_pb2
from services.campaigns import worker
from services.campaigns.config import Settings
from services.campaigns.handlers.timers import announce_offers
from services.campaigns.roster import RosterClient
from services.campaigns.rpc import registrations
from services.campaigns.store import DOCUMENTS, MongoStore
from services.shared import logs, process
from services.shared.assertions import assertion_verifier
from services.shared.client import Client
from services.shared.clock import SystemClock
from services.shared.config import load
from services.shared.rpc import build_server, serve
from services.shared.tokens import Signer


def rpc(settings: Settings) -> None:
    """Serves the RPCs."""
    clock = SystemClock()
    store = MongoStore(settings.mongo_uri)
    signer = Signer("campaigns", settings.signing_key_file, clock)
    roster = RosterClient(Client("roster", settings.roster_target, signer, settings.tls_dir))
    verifier = assertion_verifier("campaigns", settings.trusted_keys_dir, clock)
    server = build_server(settings, [campaigns_pb2], registrations(store, clock, roster), verifier)
    serve(server, settings, store.ready)


def migrate(settings: Settings) -> None:
    """Creates the indexes."""
    MongoStore(settings.mongo_uri)
    process.migrate(DOCUMENTS)


def reannounce(settings: Settings) -> None:
    """Has the state of every offer announced again; the worker publishes it."""
    count = announce_offers(MongoStore(settings.mongo_uri), SystemClock())
    logs.logger().info("reannounced", offers=count)


def main() -> None:
    """Starts the process that the command line names."""
    settings = load(Settings)
    forms = {
        "rpc": lambda: rpc(settings),
        "worker": lambda: worker.main(settings),
        "migrate": lambda: migrate(settings),
        "reannounce": lambda: reannounce(settings),
    }
    process.main("campaigns", settings, forms)


if __name__ == "__main__":
    main()
