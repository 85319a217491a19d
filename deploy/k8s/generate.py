"""Makes of deploy/observability what kustomize cannot: `python -m deploy.k8s.generate`, `--check` compares.

Kustomize makes ConfigMaps out of files, but no PrometheusRule, and takes no list of files from a folder.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

OBSERVABILITY = Path(__file__).resolve().parents[1] / "observability"
ALERTS = OBSERVABILITY / "alerts.yaml"
RULE = Path(__file__).parent / "components" / "monitoring" / "alerts.yaml"
DASHBOARDS = OBSERVABILITY / "kustomization.yaml"

_RULE = """# Written by `python -m deploy.k8s.generate`: change deploy/observability/alerts.yaml instead.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: callboard
  namespace: callboard
  labels:
    app.kubernetes.io/part-of: callboard
spec:
"""
_DASHBOARDS = """# Written by `python -m deploy.k8s.generate`: a ConfigMap for each dashboard.
# Grafana's sidecar finds them by their label.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: callboard
generatorOptions:
  disableNameSuffixHash: true
  labels:
    app.kubernetes.io/part-of: callboard
    grafana_dashboard: "1"
configMapGenerator:
"""


def contents() -> dict[Path, str]:
    """What each generated file should hold."""
    lines = ALERTS.read_text(encoding="utf-8").splitlines(keepends=True)
    rules = "".join(f"  {line}" if line.strip() else line for line in lines)
    names = sorted(each.name for each in OBSERVABILITY.glob("dashboards/*.json"))
    entries = (f"  - name: dashboard-{Path(name).stem}\n    files: [dashboards/{name}]\n" for name in names)
    return {RULE: _RULE + rules, DASHBOARDS: _DASHBOARDS + "".join(entries)}


def stale() -> list[Path]:
    """The generated files that do not hold what they should."""
    return [path for path, text in contents().items() if not path.exists() or path.read_text() != text]


def main(arguments: Sequence[str]) -> int:
    """Writes the files, or says which of them are stale."""
    if "--check" not in arguments:
        for path, text in contents().items():
            path.write_text(text, encoding="utf-8")
        return 0
    found = stale()
    for path in found:
        print(f"{path.name} is stale: run python -m deploy.k8s.generate", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
