"""The processes of the metrics service: `python -m services.metrics rpc|worker|migrate|reannounce`."""

from __future__ import annotations

from protos.metrics.v1 import metrics_pb2
from services.metrics import worker
from services.metrics.config import Settings
from services.metrics.handlers import accounts
from services.metrics.roster import RosterClient
from services.metrics.rpc import registrations
from services.metrics.store import DOCUMENTS, MongoStore
from services.shared import process
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
    signer = Signer("metrics", settings.signing_key_file, clock)
    roster = RosterClient(Client("roster", settings.roster_target, signer, settings.tls_dir))
    verifier = assertion_verifier("metrics", settings.trusted_keys_dir, clock)
    server = build_server(settings, [metrics_pb2], registrations(store, clock, roster, settings), verifier)
    serve(server, settings, store.ready)


def migrate(settings: Settings) -> None:
    """Creates the indexes."""
    MongoStore(settings.mongo_uri)
    process.migrate(DOCUMENTS)


def reannounce(settings: Settings) -> None:
    """Makes the worker announce every creator's statistics again, for a consumer that lost them."""
    accounts.reannounce(MongoStore(settings.mongo_uri))


def main() -> None:
    """Starts the process that the command line names."""
    settings = load(Settings)
    forms = {
        "rpc": lambda: rpc(settings),
        "worker": lambda: worker.main(settings),
        "migrate": lambda: migrate(settings),
        "reannounce": lambda: reannounce(settings),
    }
    process.main("metrics", settings, forms)


if __name__ == "__main__":
    main()
