"""The processes of the directory service: `python -m services.directory rpc|worker|migrate`."""

from __future__ import annotations

from protos.directory.v1 import directory_pb2
from services.directory import worker
from services.directory.config import Settings
from services.directory.rpc import registrations
from services.directory.store import DOCUMENTS, Store

from services.shared import process
from services.shared.assertions import assertion_verifier
from services.shared.clock import SystemClock
from services.shared.config import load
from services.shared.rpc import build_server, serve


def rpc(settings: Settings) -> None:
    """Serves the RPCs."""
    store = Store(settings.mongo_uri)
    verifier = assertion_verifier("directory", settings.trusted_keys_dir, SystemClock())
    serve(build_server(settings, [directory_pb2], registrations(store), verifier), settings, store.ready)


def migrate(settings: Settings) -> None:
    """Creates the indexes."""
    Store(settings.mongo_uri)
    process.migrate(DOCUMENTS)


def main() -> None:
    """Starts the process that the command line names."""
    settings = load(Settings)
    forms = {
        "rpc": lambda: rpc(settings),
        "worker": lambda: worker.main(settings),
        "migrate": lambda: migrate(settings),
    }
    process.main("directory", settings, forms)


if __name__ == "__main__":
    main()
