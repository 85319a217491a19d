"""Which ports a local Callboard listens on.

The public one is the user's choice and is never changed silently. The internal ones are picked when
first needed and kept, so that two Callboards on one machine do not meet.
"""

import json
import random
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress

from deploy.errors import DeployError
from deploy.local.home import Home
from deploy.private_files import write_private
from deploy.topology import PROCESSES, SERVERS

HOST = "127.0.0.1"
PUBLIC = "gateway"
DEFAULT_PUBLIC = 8080
PORTAL = "portal"
DEFAULT_PORTAL = 8081
"""Beside a gateway at its own default; elsewhere a port is picked for the portal, as for what is inside."""
INTERNAL = (
    *("mongod", "nats", *(name for name in SERVERS if name != PUBLIC)),
    # Where each process answers those who watch it.
    *(f"{process.name}-ops" for process in PROCESSES),
)
# Below the range from which the kernel takes the ports of outgoing connections, which come and go.
INTERNAL_RANGE = range(20_000, 32_000)


def public_port(environment: Mapping[str, str], name: str = "PORT") -> int | None:
    """The port asked for with PORT, or PORTAL_PORT, or None where nothing was asked for."""
    text = environment.get(name, "")
    if text and not (text.isascii() and text.isdigit() and 0 < int(text) < 65_536):
        raise DeployError(f"{name} is '{text}', which is not a port: give a number from 1 to 65535.")
    return int(text) if text else None


def require_free(port: int) -> None:
    """Raise DeployError where no server could listen on this port now."""
    with socket.socket() as probe:
        # A port whose last connections are still winding down is free for a server.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise DeployError(
                f"This user may not listen on port {port}: choose one above 1023 with PORT=…."
            ) from error
        except OSError as error:
            raise DeployError(
                f"Port {port} is already used by another program: stop that program, "
                "or choose another port with PORT=…."
            ) from error


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with suppress(DeployError):
        require_free(port)
        return True
    return False


def saved(home: Home) -> dict[str, int]:
    """The ports of the last start; empty before the first."""
    with suppress(ValueError, TypeError, AttributeError):
        content = json.loads(home.ports.read_text(encoding="utf-8")) if home.ports.exists() else {}
        return {name: int(port) for name, port in content.items()}
    raise DeployError(f"{home.ports} is not a JSON object of ports: repair or delete it.")


def assign(known: Mapping[str, int], free: Callable[[int], bool] = is_free) -> dict[str, int]:
    """Keep the public port and every internal one that is still free, and pick another for the rest."""
    chosen = {name: port for name, port in known.items() if name == PUBLIC or free(port)}
    candidates = random.sample(INTERNAL_RANGE, len(INTERNAL_RANGE))
    others = (port for port in candidates if port not in known.values() and free(port))
    try:
        return chosen | {name: next(others) for name in INTERNAL if name not in chosen}
    except StopIteration:
        raise DeployError("No port between 20000 and 31999 is free: end programs there.") from None


def settle(home: Home, public: int | None = None, portal: int | None = None) -> dict[str, int]:
    """Choose the ports of this start, among them those that were asked for, and remember them."""
    known = saved(home)
    for name, port in ((PUBLIC, public), (PORTAL, portal)):
        if port is not None:
            require_free(port)
            known[name] = port
    if public == DEFAULT_PUBLIC and is_free(DEFAULT_PORTAL):
        known.setdefault(PORTAL, DEFAULT_PORTAL)
    chosen = assign(known)
    write_private(home.ports, json.dumps(chosen, indent=2, sort_keys=True) + "\n")
    return chosen
