"""Starting, stopping and watching the whole of Callboard on this machine."""

import http
import http.client
import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from deploy import mongod_versions
from deploy.local import data, ports, processes, programs, supervisor
from deploy.local.credentials import ensure_credentials
from deploy.local.errors import LocalError
from deploy.local.home import Home, cache_directory, write_private
from deploy.local.keys import ensure_keys
from deploy.local.obtain import Site
from deploy.local.processes import Program
from deploy.local.programs import Plan, Ports, base_url, operator_secret_file
from deploy.local.servers import Binaries
from deploy.local.supervisor import DATA, FRONT, SERVICES, Supervisor
from deploy.local.wait import until

PREPARE_SECONDS = 60
READY_SECONDS = 60
# A process that ends this often while it is waited for is not waiting for another one.
ATTEMPTS = 3
# A running Callboard may be between two states when it is asked; a broken one stays broken.
SETTLE_SECONDS = 5
STOP_SECONDS = 90

Say = Callable[[str], None]
MakePlan = Callable[[Home, Ports], Plan]


def up(home: Home, port: int | None, say: Say = print, make_plan: MakePlan = programs.callboard) -> None:
    """Start Callboard and return when it is ready; where it already runs, only say so."""
    home.prepare()
    with home.lock():
        known = ports.saved(home)
        if Supervisor(home).answers() and until(lambda: _is_ready(known), SETTLE_SECONDS):
            _say_already_running(known, port, say)
            return
        # What is left of a start or of a supervisord that died is in the way of the next one.
        _stop(home)
        wanted = port or ports.DEFAULT_PUBLIC
        ports.require_free(wanted)
        chosen = ports.settle(home, wanted)
        try:
            _start(home, chosen, say, make_plan(home, chosen))
        except BaseException:
            _stop(home)
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
    binaries = Binaries.find(Site(os.environ, cache_directory(os.environ, home), say))
    if warning := mongod_versions.warning(binaries.mongod.version):
        say(warning)
    say(f"Starting mongod {binaries.mongod.label} and nats-server {binaries.nats.label}")
    ensure_keys(home)
    secret = ensure_credentials(home, base_url(chosen))
    servers = data.programs(binaries, home, chosen)
    groups = {DATA: servers, SERVICES: plan.services, FRONT: plan.front}
    control = supervisor.launch(home, programs.ROOT, groups)
    data.wait(home, chosen, partial(_require_alive, home))
    say("Preparing the databases")
    _prepare(home, plan, secret)
    say("Starting the services")
    control.start(SERVICES)
    control.start(FRONT)
    _wait_until_ready(home, chosen, control, plan)


def _require_alive(home: Home, name: str) -> None:
    """Raise when a server that was started has ended; it would be tried again and again otherwise."""
    pid_file = home.pid_file(name)
    pid = processes.read_pid(pid_file)
    if pid and not processes.is_ours(pid, home):
        raise processes.with_tail(f"{name} ends as soon as it is started.", home.log(name))


def _prepare(home: Home, plan: Plan, secret: str) -> None:
    secret_file = operator_secret_file(home)
    write_private(secret_file, secret)
    try:
        with ThreadPoolExecutor(max_workers=len(plan.preparations) or 1) as pool:
            for done in [pool.submit(_run_chain, home, chain) for chain in plan.preparations]:
                done.result()
    finally:
        secret_file.unlink(missing_ok=True)


def _run_chain(home: Home, chain: tuple[Program, ...]) -> None:
    for program in chain:
        _run_once(home, program)


def _run_once(home: Home, program: Program) -> None:
    log = home.log(program.name)
    try:
        with log.open("wb") as output:
            done = subprocess.run(
                program.command,
                env={**os.environ, **program.environment, "CALLBOARD_HOME": str(home.root)},
                cwd=programs.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=PREPARE_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise processes.with_tail(f"{program.name} did not end within {PREPARE_SECONDS} s.", log) from error
    if done.returncode:
        raise processes.with_tail(f"{program.name} failed with exit code {done.returncode}.", log)


def _wait_until_ready(home: Home, chosen: Ports, control: Supervisor, plan: Plan) -> None:
    started: dict[str, set[int]] = {}

    def settled() -> bool:
        """Ready, or so often started in vain that it never will be."""
        for state in control.states():
            started.setdefault(state.name, set()).add(state.pid)
        return _is_ready(chosen) or any(len(pids - {0}) > ATTEMPTS for pids in started.values())

    if until(settled, READY_SECONDS, every=0.1) and _is_ready(chosen):
        return
    names = [program.name for program in (*plan.services, *plan.front)]
    if failing := control.unhealthy(names):
        raise processes.with_tail(
            f"Callboard did not start: {', '.join(failing)} did not stay up.", home.log(failing[0])
        )
    sentence = f"Callboard did not start: {base_url(chosen)}/readyz did not answer 200 in {READY_SECONDS} s."
    raise processes.with_tail(sentence, home.log(names[-1]))


def _is_ready(chosen: Ports) -> bool:
    """Whether the gateway says that it and all it depends on work."""
    if ports.PUBLIC not in chosen:
        return False
    # Not urllib, which would ask the machine's proxy for an address of this machine.
    connection = http.client.HTTPConnection(ports.HOST, chosen[ports.PUBLIC], timeout=3)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def down(home: Home, say: Say = print) -> None:
    """Stop everything and keep the data."""
    if not home.exists():
        say(f"Callboard does not run: there is no home at {home.root}")
        return
    with home.lock():
        stopped = _stop(home)
    say("Callboard is stopped; its data is kept" if stopped else "Callboard does not run")


def _stop(home: Home) -> bool:
    """End supervisord, which ends the rest in order, then whatever a dead supervisord left behind."""
    if not processes.running(home):
        # Nothing but pid files of processes that are gone: they would be taken for those of new ones.
        processes.end(home)
        return False
    Supervisor(home).stop(STOP_SECONDS)
    processes.end(home, [supervisor.NAME], STOP_SECONDS)
    processes.end(home, seconds=STOP_SECONDS)
    return True


def clean(home: Home, say: Say = print) -> None:
    """Stop everything and delete the home."""
    if not os.path.exists(home.root):
        say(f"Nothing to remove: there is no home at {home.root}")
        return
    if not home.exists():
        raise LocalError(f"{home.root} is not a Callboard home: nothing was removed.")
    with home.lock():
        _stop(home)
        empty = home.remove()
    say(f"Removed {home.root}" if empty else f"Removed Callboard's data from {home.root}; other files stay")
