"""What linters find and we mean: each with its reason. One that is found no more has to go."""

from __future__ import annotations

LOCAL, PRODUCTION = ("local with all",), ("production with all",)
EVERYWHERE = LOCAL + PRODUCTION

NO_CPU_LIMIT = (
    "A limit on CPU slows a process down while the processor idles, and makes its slowest answers slower."
    " Requests share a busy processor fairly, and the autoscaler goes by them."
)
PULL = "Production names images by digest, so a pulled one is the right one; local ones are on the machine."
SPREAD = "topologySpreadConstraints spread pods over nodes and zones evenly; anti-affinity only forbids."
TAG = "Local images have no digest yet, those of servers an exact version; production names all by digest."

CHECKOV: dict[str, tuple[tuple[str, ...], str]] = {
    "CKV_K8S_11": (EVERYWHERE, NO_CPU_LIMIT),
    "CKV_K8S_15": (LOCAL, PULL),
    "CKV_K8S_43": (LOCAL, TAG),
}
"""Check → where it is found, and why that is so."""

KUBE_SCORE: dict[str, tuple[tuple[str, ...], str]] = {
    "container-resources": (EVERYWHERE, NO_CPU_LIMIT),
    "container-image-pull-policy": (EVERYWHERE, PULL),
    "deployment-has-host-podantiaffinity": (EVERYWHERE, SPREAD),
    "statefulset-has-host-podantiaffinity": (PRODUCTION, SPREAD),
    "horizontalpodautoscaler-replicas": (LOCAL, "A trial runs one pod of each process."),
    "pod-probes-identical": (
        LOCAL,
        "mongod of a trial: that it listens is all that can be asked without a user.",
    ),
}
"""Check → where it is found, and why that is so."""
