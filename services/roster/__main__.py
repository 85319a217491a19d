"""The processes of the roster service: `python -m services.roster rpc|worker|migrate|operator`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from services.roster import worker
from services.roster.config import Settings
from services.roster.handlers.parties import ensure_operator
from services.roster.handlers.people.operators import ensure_person
from services.roster.handlers.people.sealed import reseal, seals_of
from services.roster.rpc import MODULES, registrations
from services.roster.store import DOCUMENTS, MongoStore
from services.shared import logs, process
from services.shared.assertions import assertion_verifier
from services.shared.clock import SystemClock
from services.shared.config import load
from services.shared.errors import Invalid
from services.shared.rpc import build_server, serve


def rpc(settings: Settings) -> None:
    """Serves the RPCs."""
    clock = SystemClock()
    store = MongoStore(settings.mongo_uri)
    verifier = assertion_verifier("roster", settings.trusted_keys_dir, clock)
    attester = worker.attester(settings, clock)
    seals = seals_of(settings.second_factor_key)
    served = registrations(store, clock, attester, seals, settings.gateway_public_url)
    server = build_server(settings, MODULES, served, verifier)
    serve(server, settings, store.ready)


def migrate(settings: Settings) -> None:
    """Creates the indexes, and seals with the newest key what is kept sealed."""
    store = MongoStore(settings.mongo_uri)
    process.migrate(DOCUMENTS)
    resealed = reseal(store, SystemClock(), seals_of(settings.second_factor_key))
    logs.logger().info("second_factors_resealed", count=resealed)


def operator(settings: Settings) -> None:
    """Makes sure that the operator's client exists, with the secret that a file holds, and a person.

    Where no file holds a first password for her, she is left to an invitation.
    """
    parser = argparse.ArgumentParser(prog="python -m services.roster operator")
    parser.add_argument("--client-id", required=True)
    parser.add_argument("--secret-file", required=True, type=Path)
    parser.add_argument("--password-file", type=Path)
    given = parser.parse_args(sys.argv[2:])
    secret = given.secret_file.read_text().strip()
    store, clock = MongoStore(settings.mongo_uri), SystemClock()
    try:
        party = ensure_operator(store, clock, client_id=given.client_id, client_secret=secret)
        if given.password_file and given.password_file.is_file():
            password = given.password_file.read_text().strip()
            ensure_person(store, clock, party=party, email=settings.operator_email, password=password)
    except Invalid as error:
        sys.exit(error.detail)


def main() -> None:
    """Starts the process that the command line names."""
    settings = load(Settings)
    forms = {
        "rpc": lambda: rpc(settings),
        "worker": lambda: worker.main(settings),
        "migrate": lambda: migrate(settings),
        "operator": lambda: operator(settings),
    }
    process.main("roster", settings, forms)


if __name__ == "__main__":
    main()
