"""Starting and stopping the whole of Callboard on this machine."""

import http.client
import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from deploy import mongod_versions
from deploy.errors import DeployError, Say, with_tail
from deploy.local import ports, programs, servers
from deploy.local.home import Home, cache_directory
from deploy.local.obtain import Site
from deploy.local.programs import OPERATOR_CLIENT, OPERATOR_EMAIL, Plan, Ports, base_url
from deploy.local.servers import Binaries
from deploy.local.supervisor import Supervisor
from deploy.private_files import write_private
from deploy.secret_files import SecretFiles
from deploy.wait import until

ANNOUNCED = {"setup": "Preparing the databases", "services": "Starting the services"}
READY_SECONDS = 150
"""A small machine that does something else besides takes more than a minute."""
# A running Callboard may be between two states when it is asked; a broken one stays broken.
SETTLE_SECONDS = 5

# The machine's proxy is not asked for an address of this machine.
_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))

MakePlan = Callable[[Home, Ports], Plan]


def up(
    home: Home,
    port: int | None,
    say: Say = print,
    make_plan: MakePlan = programs.callboard,
    portal: int | None = None,
) -> None:
    """Start Callboard and return when it is ready; where it already runs, only say so."""
    with home.lock():
        known, control = ports.saved(home), Supervisor(home)
        running = bool(control.processes())
        if running and until(lambda: _is_ready(known), SETTLE_SECONDS):
            if port not in (None, known[ports.PUBLIC]):
                raise DeployError(
                    f"This Callboard already runs at {base_url(known)}: stop it with `make down` to move it "
                    f"to port {port}, or start a second one with another CALLBOARD_HOME."
                )
            say(f"Callboard already runs at {base_url(known)}")
            return
        # What is left of a start that failed is in the way of the next one.
        control.stop()
        chosen = ports.settle(home, port or ports.DEFAULT_PUBLIC, portal)
        password = SecretFiles(home.secrets).operator_password
        is_first = not password.exists()
        try:
            _start(home, chosen, say, make_plan)
            _write_credentials(home, chosen)
            if not control.wait(lambda: _is_ready(chosen), READY_SECONDS):
                sentence = f"{base_url(chosen)}/readyz did not answer 200 in {READY_SECONDS} s."
                raise with_tail(f"Callboard did not start: {sentence}", home.log(ports.PUBLIC))
        except BaseException:
            control.stop()
            raise
        say(f"Callboard is ready at {base_url(chosen)}")
        say(f"People sign in to the portal at {base_url(chosen, ports.PORTAL)}")
        if os.environ.get("RATE_LIMIT") == "off":
            say("Warning: rate limits are off (RATE_LIMIT=off). This is for measurements only.")
        if is_first:
            shown = password.read_text(encoding="utf-8")
            say(f"The operator signs in as {operator_email()} with the password {shown}")
        say(f"The operator's client id and secret, and first password, are in {home.credentials}")


def _start(home: Home, chosen: Ports, say: Say, make_plan: MakePlan) -> None:
    """Start the servers, and then whatever else is planned, group by group."""
    binaries = Binaries.find(Site(cache_directory(os.environ, home), say))
    if warning := mongod_versions.warning(binaries.mongod.version):
        say(warning)
    say(f"Starting mongod {binaries.mongod.label} and nats-server {binaries.nats.label}")
    control = Supervisor(home)
    plan = {**servers.plan(binaries, home, chosen), **make_plan(home, chosen)}
    control.launch(plan)
    for group, members in plan.items():
        if group in ANNOUNCED:
            say(ANNOUNCED[group])
        control.start(group)
        if any(program.once for program in members):
            control.finish(group)


@contextmanager
def data_plane(home: Home) -> Iterator[None]:
    """The two servers alone, of a home whose Callboard does not run, for as long as this lasts."""
    with home.lock():
        Supervisor(home).stop()
        try:
            _start(home, ports.settle(home), lambda _: None, lambda *_: {})
            yield
        finally:
            Supervisor(home).stop()


def operator_email() -> str:
    """The address of the person who is the operator."""
    return os.environ.get("OPERATOR_EMAIL") or OPERATOR_EMAIL


def _write_credentials(home: Home, chosen: Ports) -> None:
    """For people and scripts: the URLs, and the operator, as a client and as a person."""
    files = SecretFiles(home.secrets)
    operator = {
        "client_id": OPERATOR_CLIENT,
        "client_secret": files.operator_secret.read_text(encoding="utf-8"),
        "email": operator_email(),
        "password": files.operator_password.read_text(encoding="utf-8"),
    }
    content = {
        "base_url": base_url(chosen),
        "portal_url": base_url(chosen, ports.PORTAL),
        "operator": operator,
    }
    write_private(home.credentials, json.dumps(content, indent=2) + "\n")


def _is_ready(chosen: Ports) -> bool:
    """Whether the gateway says that it and all it depends on work."""
    # Where the answer is an error, that is raised.
    failures = suppress(OSError, http.client.HTTPException, KeyError)
    with failures, _DIRECTLY.open(f"{base_url(chosen)}/readyz", timeout=3):
        return True
    return False


def down(home: Home, say: Say = print) -> None:
    """Stop everything and keep the data."""
    if not home.exists():
        say(f"Callboard does not run: there is no home at {home.root}")
        return
    with home.lock():
        stopped = Supervisor(home).stop()
    say("Callboard is stopped; its data is kept" if stopped else "Callboard does not run")


def clean(home: Home, say: Say = print) -> None:
    """Stop everything and delete the home."""
    if not os.path.exists(home.root):
        say(f"Nothing to remove: there is no home at {home.root}")
        return
    if not home.exists():
        raise DeployError(f"{home.root} is not a Callboard home: nothing was removed.")
    with home.lock():
        Supervisor(home).stop()
        empty = home.remove()
    say(f"Removed {home.root}" if empty else f"Removed Callboard's data from {home.root}; other files stay")


def status(home: Home, say: Say = print) -> bool:
    """Print one line per process; return whether Callboard runs and every process does."""
    states = Supervisor(home).processes()
    if not states:
        say(f"Callboard does not run in {home.root}")
        return False
    say(f"Callboard at {base_url(ports.saved(home))}, home {home.root}")
    for state in states:
        details = state["description"] or f"pid {state['pid']}"
        say(f"{state['name']:<17} {state['statename'].lower():<9} {details}")
    return all(state["statename"] in ("STARTING", "RUNNING") for state in states)
