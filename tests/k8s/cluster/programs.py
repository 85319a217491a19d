"""The command line of every component, in the order of their start, and the files they are configured by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.k8s.cluster.home import (
    API_PORT,
    CGROUP,
    DNS_IP,
    NODE,
    NODE_IP,
    POD_NETWORK,
    SERVICE_NETWORK,
    Home,
)

CNI_PLUGINS = "/usr/lib/cni"
PAUSE = "pause"
IMAGES = (PAUSE, "coredns", "metrics-server")
"""Programs of which an image is made."""


def image(name: str) -> str:
    """The image of one static program."""
    return f"docker.io/callboard-test/{name}:dev"


def commands(home: Home, programs: Path) -> dict[str, list[str]]:
    """Command lines by name; the first three bear the others."""
    return {
        "etcd": _etcd(home),
        "containerd": ["containerd", "--config", str(home.root / "containerd.toml")],
        "kube-apiserver": [str(programs / "kube-apiserver"), *_apiserver(home)],
        "kube-controller-manager": [str(programs / "kube-controller-manager"), *_controllers(home)],
        "kube-scheduler": [
            str(programs / "kube-scheduler"),
            f"--kubeconfig={home.access('kube-scheduler')}",
            "--leader-elect=false",
        ],
        "kubelet": [str(programs / "kubelet"), *_kubelet(home)],
        "kube-proxy": [str(programs / "kube-proxy"), f"--config={home.root / 'kube-proxy.json'}"],
        # It sees to it that the NetworkPolicies hold.
        "kube-router": [str(programs / "kube-router"), *_router(home)],
    }


def _etcd(home: Home) -> list[str]:
    address = "http://127.0.0.1:2379"
    return [
        "etcd",
        f"--data-dir={home.folder('etcd')}",
        f"--listen-client-urls={address}",
        f"--advertise-client-urls={address}",
        "--listen-peer-urls=http://127.0.0.1:2380",
    ]


def _apiserver(home: Home) -> list[str]:
    ca, accounts = home.certificate("ca"), home.key("service-accounts")
    return [
        "--etcd-servers=http://127.0.0.1:2379",
        f"--advertise-address={NODE_IP}",
        f"--secure-port={API_PORT}",
        f"--service-cluster-ip-range={SERVICE_NETWORK}",
        "--allow-privileged=true",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        f"--client-ca-file={ca}",
        f"--tls-cert-file={home.certificate('apiserver')}",
        f"--tls-private-key-file={home.key('apiserver')}",
        "--kubelet-preferred-address-types=InternalIP",
        f"--kubelet-client-certificate={home.certificate('kubelet-client')}",
        f"--kubelet-client-key={home.key('kubelet-client')}",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={accounts.with_suffix('.pub')}",
        f"--service-account-signing-key-file={accounts}",
        # Whom a server of another API believes that it is the API server who asks, and for whom.
        f"--requestheader-client-ca-file={ca}",
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        f"--proxy-client-cert-file={home.certificate('front-proxy')}",
        f"--proxy-client-key-file={home.key('front-proxy')}",
    ]


def _controllers(home: Home) -> list[str]:
    return [
        f"--kubeconfig={home.access('kube-controller-manager')}",
        f"--service-account-private-key-file={home.key('service-accounts')}",
        f"--root-ca-file={home.certificate('ca')}",
        "--use-service-account-credentials=true",
        "--allocate-node-cidrs=true",
        f"--cluster-cidr={POD_NETWORK}",
        "--node-cidr-mask-size=24",
        "--horizontal-pod-autoscaler-sync-period=5s",
        "--leader-elect=false",
    ]


def _kubelet(home: Home) -> list[str]:
    return [
        f"--config={home.root / 'kubelet.json'}",
        f"--kubeconfig={home.access('kubelet')}",
        f"--root-dir={home.folder('kubelet')}",
        f"--cert-dir={home.folder('kubelet-pki')}",
        f"--hostname-override={NODE}",
        f"--node-ip={NODE_IP}",
    ]


def _router(home: Home) -> list[str]:
    return [
        f"--kubeconfig={home.access('admin')}",
        f"--hostname-override={NODE}",
        "--run-firewall=true",
        "--run-router=false",
        "--run-service-proxy=false",
        f"--service-cluster-ip-range={SERVICE_NETWORK}",
        "--health-port=20244",
    ]


def configure(home: Home) -> None:
    """Writes the configuration files that the command lines name."""
    _write(home, "kubelet.json", _kubelet_configuration(home))
    _write(
        home,
        "kube-proxy.json",
        {
            "apiVersion": "kubeproxy.config.k8s.io/v1alpha1",
            "kind": "KubeProxyConfiguration",
            "mode": "iptables",
            "clientConnection": {"kubeconfig": str(home.access("kube-proxy"))},
            "clusterCIDR": POD_NETWORK,
            "hostnameOverride": NODE,
            # Limits of the whole machine are not the cluster's to change.
            "conntrack": {
                "maxPerCore": 0,
                "min": 0,
                "tcpEstablishedTimeout": "0s",
                "tcpCloseWaitTimeout": "0s",
            },
        },
    )
    _write(home, "cni/10-bridge.conflist", _network())
    (home.root / "containerd.toml").write_text(_containerd(home), encoding="utf-8")
    # Pods ask the cluster's DNS, which has nobody else to ask.
    (home.root / "resolv.conf").write_text("", encoding="utf-8")


def _kubelet_configuration(home: Home) -> dict[str, Any]:
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "authentication": {
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True},
            "x509": {"clientCAFile": str(home.certificate("ca"))},
        },
        "authorization": {"mode": "Webhook"},
        "containerRuntimeEndpoint": f"unix://{home.containerd}",
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": f"/{CGROUP}",
        "failCgroupV1": False,
        "failSwapOn": False,
        "clusterDNS": [DNS_IP],
        "clusterDomain": "cluster.local",
        "resolvConf": str(home.root / "resolv.conf"),
        "podLogsDir": str(home.folder("pods")),
        "volumePluginDir": str(home.folder("volume-plugins")),
        # No image can be fetched again, so none may be thrown away.
        "imageGCHighThresholdPercent": 100,
        "evictionHard": {"memory.available": "100Mi"},
    }


def _network() -> dict[str, Any]:
    bridge = {
        "type": "bridge",
        "bridge": "cni0",
        "isGateway": True,
        "ipMasq": True,
        "hairpinMode": True,
        "ipam": {
            "type": "host-local",
            "ranges": [[{"subnet": POD_NETWORK}]],
            "routes": [{"dst": "0.0.0.0/0"}],
            "dataDir": "/run/cni-addresses",
        },
    }
    ports = {"type": "portmap", "capabilities": {"portMappings": True}}
    return {"cniVersion": "0.4.0", "name": "callboard", "plugins": [bridge, ports]}


def _containerd(home: Home) -> str:
    return f"""\
version = 2
root = "{home.folder("containerd")}"
state = "/run/containerd-state"
[grpc]
address = "{home.containerd}"
[plugins."io.containerd.internal.v1.opt"]
path = "{home.folder("containerd-opt")}"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "{image(PAUSE)}"
disable_apparmor = true
# Not every root may protect processes from the kernel's out-of-memory killer.
restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "{CNI_PLUGINS}"
conf_dir = "{home.root / "cni"}"
"""


def _write(home: Home, name: str, content: dict[str, Any]) -> None:
    path = home.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
