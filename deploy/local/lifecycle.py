"""Starting and stopping the whole of Callboard on this machine."""

import http
import http.client
import json
import os
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

from deploy import mongod_versions
from deploy.local import ports, programs, servers
from deploy.local.errors import LocalError, with_tail
from deploy.local.home import Home, cache_directory
from deploy.local.obtain import Site
from deploy.local.programs import OPERATOR_CLIENT, Plan, Ports, Program, base_url
from deploy.local.servers import Binaries
from deploy.local.supervisor import DATA, FRONT, SERVICES, Supervisor
from deploy.local.wait import until
from deploy.private_files import write_private
from deploy.secret_files import SecretFiles

PREPARE_SECONDS = 60
READY_SECONDS = 60
# A running Callboard may be between two states when it is asked; a broken one stays broken.
SETTLE_SECONDS = 5

# The machine's proxy is not asked for an address of this machine.
_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))

Say = Callable[[str], None]
MakePlan = Callable[[Home, Ports], Plan]


def up(home: Home, port: int | None, say: Say = print, make_plan: MakePlan = programs.callboard) -> None:
    """Start Callboard and return when it is ready; where it already runs, only say so."""
    home.prepare()
    with home.lock():
        known, control = ports.saved(home), Supervisor(home)
        if control.answers() and until(lambda: _is_ready(known), SETTLE_SECONDS):
            _say_already_running(known, port, say)
            return
        # What is left of a start that failed is in the way of the next one.
        control.stop()
        wanted = port or ports.DEFAULT_PUBLIC
        ports.require_free(wanted)
        chosen = ports.settle(home, wanted)
        try:
            _start(home, chosen, say, make_plan(home, chosen))
        except BaseException:
            control.stop()
            raise
        say(f"Callboard is ready at {base_url(chosen)}")
        if os.environ.get("RATE_LIMIT") == "off":
            say("Warning: rate limits are off (RATE_LIMIT=off). This is for measurements only.")
        say(f"The operator's client id and secret are in {home.credentials}")


def _say_already_running(known: Ports, port: int | None, say: Say) -> None:
    if port is not None and port != known[ports.PUBLIC]:
        raise LocalError(
            f"This Callboard already runs at {base_url(known)}: stop it with `make down` to move it to "
            f"port {port}, or start a second one with another CALLBOARD_HOME."
        )
    say(f"Callboard already runs at {base_url(known)}")


def _start(home: Home, chosen: Ports, say: Say, plan: Plan) -> None:
    control = _start_servers(home, chosen, say, plan)
    _write_credentials(home, base_url(chosen))
    say("Preparing the databases")
    with ThreadPoolExecutor() as pool:
        for step in plan.preparations:
            list(pool.map(partial(_run_once, home), step))
    say("Starting the services")
    control.start(SERVICES)
    control.start(FRONT)
    _wait_until_ready(home, chosen, control)


def _start_servers(home: Home, chosen: Ports, say: Say, plan: Plan) -> Supervisor:
    """Start supervisord with the two servers, and with what it will start after them."""
    binaries = Binaries.find(Site(os.environ, cache_directory(os.environ, home), say))
    if warning := mongod_versions.warning(binaries.mongod.version):
        say(warning)
    say(f"Starting mongod {binaries.mongod.label} and nats-server {binaries.nats.label}")
    control, first = Supervisor(home), servers.programs(binaries, home, chosen)
    control.launch({DATA: first, SERVICES: plan.services, FRONT: plan.front})
    servers.wait(home, chosen, control.require_started)
    return control


@contextmanager
def data_plane(home: Home) -> Iterator[None]:
    """The two servers alone, of a home whose Callboard does not run, for as long as this lasts."""
    home.prepare()
    with home.lock():
        Supervisor(home).stop()
        try:
            _start_servers(home, ports.settle(home), lambda _: None, Plan())
            yield
        finally:
            Supervisor(home).stop()


def _write_credentials(home: Home, url: str) -> None:
    """For people and scripts: the URL, and the operator's client."""
    secret = SecretFiles(home.secrets).operator_secret.read_text(encoding="utf-8")
    content = {"base_url": url, "operator": {"client_id": OPERATOR_CLIENT, "client_secret": secret}}
    write_private(home.credentials, json.dumps(content, indent=2) + "\n")


def _run_once(home: Home, program: Program) -> None:
    log = home.log(program.name)
    try:
        with log.open("wb") as output:
            done = subprocess.run(
                program.command,
                env={**os.environ, **program.environment},
                cwd=programs.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=PREPARE_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise with_tail(f"{program.name} did not end within {PREPARE_SECONDS} s.", log) from error
    if done.returncode:
        raise with_tail(f"{program.name} failed with exit code {done.returncode}.", log)


def _wait_until_ready(home: Home, chosen: Ports, control: Supervisor) -> None:
    def ready() -> bool:
        control.require_started()
        return _is_ready(chosen)

    if not until(ready, READY_SECONDS, every=0.1):
        sentence = f"{base_url(chosen)}/readyz did not answer 200 in {READY_SECONDS} s."
        raise with_tail(f"Callboard did not start: {sentence}", home.log(ports.PUBLIC))


def _is_ready(chosen: Ports) -> bool:
    """Whether the gateway says that it and all it depends on work."""
    try:
        with _DIRECTLY.open(f"{base_url(chosen)}/readyz", timeout=3) as answer:
            return bool(answer.status == http.HTTPStatus.OK)
    except (OSError, http.client.HTTPException, KeyError):
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
        raise LocalError(f"{home.root} is not a Callboard home: nothing was removed.")
    with home.lock():
        Supervisor(home).stop()
        empty = home.remove()
    say(f"Removed {home.root}" if empty else f"Removed Callboard's data from {home.root}; other files stay")
