"""Every page of the portal with the demo's data: weight, paint and the time of its HTML, beside the bars.

`python -m tests.load.portal_pages [page…]` looks at the Callboard of CALLBOARD_HOME, which runs and has the
demo; CALLBOARD_TEST_PORTAL_URL names another portal before it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil

from deploy.local.home import Home
from tests.guards.source import ROOT
from tests.load.stack import Stack
from tests.local import pids
from tests.portal.bars import Used, table
from tests.portal.people import portal_url


def measure(stack: Stack) -> list[str]:
    """Loads the demo, and looks at each page as the person whose it is."""
    environment = os.environ | {"CALLBOARD_HOME": str(stack.home)}
    command = [sys.executable, "-m", "services.cli", "demo"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return list(table(stack.home, portal_url(stack.home), cpu_of(stack.home)))


def cpu_of(home: Path) -> Used:
    """Tells the seconds of CPU that the Callboard of a home has used so far."""

    def used() -> float:
        parents = [psutil.Process(pid) for pid in pids(Home(home)).values()]
        whole = {
            process.pid: process for each in parents for process in (each, *each.children(recursive=True))
        }
        return sum(sum(each.cpu_times()[:2]) for each in whole.values())

    return used


def main() -> None:
    """Prints the table."""
    home = Path(os.environ.get("CALLBOARD_HOME", ".run"))
    url = os.environ.get("CALLBOARD_TEST_PORTAL_URL", portal_url(home))
    for line in table(home, url, cpu_of(home), sys.argv[1:]):
        print(line, flush=True)


if __name__ == "__main__":
    main()
