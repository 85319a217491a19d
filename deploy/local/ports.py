"""Which ports a local Callboard listens on.

The public one is the user's choice and is never changed silently. The internal ones are picked when
first needed and kept, so that two Callboards on one machine do not meet.
"""

import errno
import json
import random
import socket
from collections.abc import Callable, Mapping

from deploy.local.errors import LocalError
from deploy.local.home import Home, read_json
from deploy.private_files import write_private
from deploy.topology import SERVICE_NAMES

HOST = "127.0.0.1"
PUBLIC = "gateway"
DEFAULT_PUBLIC = 8080
INTERNAL = (
    *("mongod", "nats", *SERVICE_NAMES),
    # /metrics, /healthz and /readyz of each process.
    *(f"{service}-{role}-ops" for service in SERVICE_NAMES for role in ("rpc", "worker")),
    f"{PUBLIC}-ops",
)
# Below the range from which the kernel takes the ports of outgoing connections, which come and go.
INTERNAL_RANGE = range(20_000, 32_000)


def public_port(environment: Mapping[str, str]) -> int | None:
    """The port asked for with PORT, or None where nothing was asked for."""
    text = environment.get("PORT", "")
    if text and not (text.isascii() and text.isdigit() and 0 < int(text) < 65_536):
        raise LocalError(f"PORT is '{text}', which is not a port: give a number from 1 to 65535.")
    return int(text) if text else None


def _bind_error(port: int) -> int:
    """The error number of an attempt to listen on this port; 0 when it is free."""
    with socket.socket() as probe:
        # A port whose last connections are still winding down is free for a server.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return error.errno or errno.EIO
        return 0


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    return _bind_error(port) == 0


def require_free(port: int) -> None:
    """Raise the sentence to show when the public port cannot be had."""
    failure = _bind_error(port)
    if failure in (errno.EACCES, errno.EPERM):
        raise LocalError(f"This user may not listen on port {port}: choose one above 1023 with PORT=….")
    if failure:
        raise LocalError(
            f"Port {port} is already used by another program: stop that program, "
            "or choose another port with PORT=…."
        )


def saved(home: Home) -> dict[str, int]:
    """The ports of the last start; empty before the first."""
    return {name: port for name, port in read_json(home.ports).items() if isinstance(port, int)}


def assign(known: Mapping[str, int], free: Callable[[int], bool] = is_free) -> dict[str, int]:
    """Keep the public port and every internal one that is still free, and pick another for the rest."""
    chosen = {name: port for name, port in known.items() if name == PUBLIC or free(port)}
    candidates = random.sample(INTERNAL_RANGE, len(INTERNAL_RANGE))
    others = (port for port in candidates if port not in known.values() and free(port))
    try:
        return chosen | {name: next(others) for name in INTERNAL if name not in chosen}
    except StopIteration:
        raise LocalError("No port between 20000 and 31999 is free: end programs there.") from None


def settle(home: Home, public: int | None = None) -> dict[str, int]:
    """Choose the ports of this start and remember them."""
    chosen = assign(saved(home) | ({} if public is None else {PUBLIC: public}))
    write_private(home.ports, json.dumps(chosen, indent=2, sort_keys=True) + "\n")
    return chosen
