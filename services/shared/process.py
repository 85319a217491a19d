"""The three forms in which a service is started: `rpc`, `worker` and `migrate`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence

from mongoengine import Document

from services.shared import joins, logs, telemetry, traces
from services.shared.config import ServiceSettings
from services.shared.validators import NotEnforced, enforce

Forms = dict[str, Callable[[], None]]


def main(
    service: str, settings: ServiceSettings, forms: Forms, arguments: Sequence[str] | None = None
) -> None:
    """Starts the form of the process that the command line names."""
    parser = argparse.ArgumentParser(prog=f"python -m services.{service}")
    parser.add_argument("form", choices=sorted(forms), help="which process of the service to run")
    given = parser.parse_args(sys.argv[1:2] if arguments is None else arguments)
    try:
        joins.check()
    except joins.Mismatch as error:
        sys.exit(str(error))
    process = f"{service}-{given.form}"
    logs.configure(process, settings.log_level)
    traces.configure(process, settings.otlp_endpoint, settings.trace_sample_ratio)
    telemetry.build(process)
    try:
        forms[given.form]()
    finally:
        traces.shutdown()


def migrate(documents: Iterable[type[Document]]) -> None:
    """Creates the collections of the service with their validators and indexes. Can be repeated."""
    try:
        for document in documents:
            enforce(document)
            document.ensure_indexes()
    except NotEnforced as error:
        sys.exit(str(error))
