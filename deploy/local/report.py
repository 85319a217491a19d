"""What `status`, `logs` and `env` print."""

import shlex
import subprocess
from collections.abc import Callable, Sequence

from deploy.local import ports
from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.programs import SERVICES, base_url, settings
from deploy.local.supervisor import Supervisor

Say = Callable[[str], None]


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


def logs(home: Home, names: Sequence[str], *, follow: bool) -> None:
    """Print the end of the logs, and with `follow` what is added to them until interrupted."""
    files = {file.stem: str(file) for file in sorted((home.root / "logs").glob("*.log"))}
    for name in names:
        if name not in files:
            known = ", ".join(files) or "none yet"
            raise LocalError(f"There is no log '{name}' in {home.root}: choose from {known}.")
    if files:
        options = ["-v", "-n", "20", *(["-F"] if follow else [])]
        subprocess.run(["tail", *options, *(files[name] for name in names or files)], check=False)


def environment(home: Home, name: str) -> list[str]:
    """The shell exports with which one program runs by hand against this Callboard."""
    chosen = ports.saved(home)
    if not chosen:
        raise LocalError(f"Callboard was never started in {home.root}: run `make up` first.")
    if name == "cli":
        # The command line finds the address and the operator's client there by itself.
        values = {"CALLBOARD_HOME": str(home.root)}
    elif name in (*SERVICES, ports.PUBLIC):
        values = settings(name, home, chosen)
    else:
        raise LocalError(f"There is no program '{name}': choose from {', '.join(SERVICES)}, gateway, cli.")
    return [f"export {key}={shlex.quote(value)}" for key, value in values.items()]
