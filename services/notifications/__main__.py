"""The processes of the notifications service: `python -m services.notifications worker|rpc|migrate`."""

from __future__ import annotations

from protos.notifications.v1 import mail_pb2, notifications_pb2
from services.notifications import worker
from services.notifications.config import Settings
from services.notifications.rpc import registrations
from services.notifications.store import DOCUMENTS, MongoStore
from services.shared import process
from services.shared.assertions import assertion_verifier
from services.shared.clock import SystemClock
from services.shared.config import load
from services.shared.rpc import build_server, serve


def rpc(settings: Settings) -> None:
    """Serves the RPCs."""
    store, clock = MongoStore(settings.mongo_uri), SystemClock()
    verifier = assertion_verifier("notifications", settings.trusted_keys_dir, clock)
    registered = registrations(store, clock, private=settings.webhook_private == "on")
    serve(build_server(settings, [notifications_pb2, mail_pb2], registered, verifier), settings, store.ready)


def migrate(settings: Settings) -> None:
    """Creates the indexes."""
    MongoStore(settings.mongo_uri)
    process.migrate(DOCUMENTS)


def main() -> None:
    """Starts the process that the command line names."""
    settings = load(Settings)
    forms = {
        "worker": lambda: worker.main(settings),
        "rpc": lambda: rpc(settings),
        "migrate": lambda: migrate(settings),
    }
    process.main("notifications", settings, forms)


if __name__ == "__main__":
    main()
