"""kubectl, as the tests need it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.e2e.waiting import eventually
from tests.k8s.cluster.home import Home

ROOT = Path(__file__).resolve().parents[2]
NAMESPACE = "callboard"
ROLLOUT_SECONDS = 180
JOB_SECONDS = 240
APPLY_SECONDS = 300


def kubeconfig() -> Path:
    """The cluster to test on: KUBECONFIG, or the one of this machine."""
    named = os.environ.get("KUBECONFIG")
    return Path(named) if named else Home.from_environment().kubeconfig


def kubectl(*arguments: str, stdin: str | None = None, namespace: str = NAMESPACE) -> str:
    """What kubectl prints; fails with what it complained of. No namespace: the one that each object names."""
    within = [f"--namespace={namespace}"] if namespace else []
    command = ["kubectl", f"--kubeconfig={kubeconfig()}", *within, *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, f"kubectl {' '.join(arguments)}: {done.stdout}{done.stderr}"
    return done.stdout


def apply(overlay: Path) -> None:
    """Applies an overlay as an operator does."""
    environment = os.environ | {"KUBECONFIG": str(kubeconfig()), "TIMEOUT": f"{APPLY_SECONDS}s"}
    subprocess.run(["sh", "deploy/k8s/apply.sh", str(overlay)], cwd=ROOT, env=environment, check=True)


def run_backup_job(name: str, *replacements: tuple[str, str]) -> str:
    """Runs what the CronJob would, with other words in its command line; returns the log of all attempts."""
    job = kubectl("create", "job", name, "--from=cronjob/backup", "--dry-run=client", "--output=json")
    for old, new in replacements:
        assert old in job
        job = job.replace(old, new)
    kubectl("delete", "job", name, "--ignore-not-found")
    kubectl("apply", "--filename=-", stdin=job)
    kubectl("wait", "--for=condition=complete", f"job/{name}", f"--timeout={JOB_SECONDS}s")
    # Of every attempt: a pod may be there before the policies that let it connect.
    return kubectl("logs", "--selector", f"job-name={name}", "--tail=-1")


def settled(deployment: str) -> None:
    """Waits until a deployment runs as declared and has left its old pods behind."""
    kubectl("rollout", "status", f"deployment/{deployment}", f"--timeout={ROLLOUT_SECONDS}s")


def scale(deployment: str, replicas: int) -> None:
    """Scales, and waits until it is done."""
    kubectl("scale", f"deployment/{deployment}", f"--replicas={replicas}")
    settled(deployment)


def restart(deployment: str) -> None:
    """Replaces every pod, one after another."""
    kubectl("rollout", "restart", f"deployment/{deployment}")
    settled(deployment)


def kill_one(deployment: str) -> None:
    """Takes a pod away at once: the API forgets it, and its node leaves it a second or two, not its grace.

    Returns when another one serves in its place.
    """
    before = pods(deployment)
    kubectl("delete", before[0], "--grace-period=0", "--force", "--wait=false")
    # Until the deployment has noticed, it would say that all is as it should be.
    (successor,) = eventually(lambda: set(pods(deployment)) - set(before))
    kubectl("wait", "--for=condition=Ready", successor, f"--timeout={ROLLOUT_SECONDS}s")
    settled(deployment)


def pods(deployment: str) -> list[str]:
    """The pods of a deployment, those that are going too: `pod/NAME`."""
    service, _, component = deployment.partition("-")
    labels = f"app.kubernetes.io/name={service},app.kubernetes.io/component={component or service}"
    return kubectl("get", "pods", "--selector", labels, "--output=name").split()
