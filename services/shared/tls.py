"""Mutual TLS between the services: both sides show a certificate of the same authority.

The files are those of a Kubernetes secret of the type `kubernetes.io/tls`. A certificate names the service
as others dial it: `roster` for `dns:///roster:50051`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import grpc


def listen(server: grpc.Server, address: str, folder: Path | None) -> int:
    """Has `server` listen on host:port, over TLS where there is a `folder` of its files; returns the port."""
    if folder is None:
        return int(server.add_insecure_port(address))
    return int(server.add_secure_port(address, _server_credentials(folder)))


def channel(target: str, options: Sequence[tuple[str, Any]], folder: Path | None, kind: Any = grpc) -> Any:
    """A channel to `target`, over TLS where there is a `folder` of its files.

    Files that change are read when the process starts again. `kind` is the module that makes it: grpc, for
    threads, or grpc.aio, for the event loop that runs.
    """
    if folder is None:
        return kind.insecure_channel(target, options=options)
    key, certificate, authority = _read(folder)
    return kind.secure_channel(target, grpc.ssl_channel_credentials(authority, key, certificate), options)


def _server_credentials(folder: Path) -> grpc.ServerCredentials:
    """For a server that wants a certificate of each client. Files that change are read anew."""
    shown = _read(folder)

    def changed() -> grpc.ServerCertificateConfiguration | None:
        nonlocal shown
        try:
            now = _read(folder)
        except OSError:
            return None  # In the middle of a rotation: what is in use stays so.
        if now == shown:
            return None
        shown = now
        return _configuration(now)

    return grpc.dynamic_ssl_server_credentials(
        _configuration(shown), changed, require_client_authentication=True
    )


def _configuration(files: tuple[bytes, bytes, bytes]) -> grpc.ServerCertificateConfiguration:
    key, certificate, authority = files
    return grpc.ssl_server_certificate_configuration([(key, certificate)], root_certificates=authority)


def _read(folder: Path) -> tuple[bytes, bytes, bytes]:
    """Key, certificate and authority."""
    key, certificate, authority = ((folder / name).read_bytes() for name in ("tls.key", "tls.crt", "ca.crt"))
    return key, certificate, authority
