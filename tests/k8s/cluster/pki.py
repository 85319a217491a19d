"""The cluster's certificate authority, a certificate for each party, and their kubeconfigs."""

from __future__ import annotations

import datetime
import ipaddress
import json
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.k8s.cluster.home import API_IP, API_PORT, NODE, NODE_IP, Home

DAYS = 365
NAMES = ("kubernetes", "kubernetes.default", "kubernetes.default.svc", "localhost", NODE)
# Who calls: common name, organisation. The API server knows rights by these.
PARTIES = {
    "admin": ("kubernetes-admin", "system:masters"),
    "kube-controller-manager": ("system:kube-controller-manager", ""),
    "kube-scheduler": ("system:kube-scheduler", ""),
    "kube-proxy": ("system:kube-proxy", ""),
    "kubelet": (f"system:node:{NODE}", "system:nodes"),
    "kubelet-client": ("kube-apiserver-kubelet-client", "system:masters"),
    "front-proxy": ("front-proxy-client", ""),
}


def make(home: Home) -> None:
    """Everything anew: a cluster is never started twice with the same keys."""
    home.folder("pki")
    authority = _key(home, "ca")
    root = _name("callboard-test-ca", "")
    builder = _builder(root, root, authority.public_key())
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    _write(home, "ca", builder.sign(authority, hashes.SHA256()))
    _key(home, "service-accounts")
    for party, (common, organisation) in {**PARTIES, "apiserver": ("kube-apiserver", "")}.items():
        builder = _builder(_name(common, organisation), root, _key(home, party).public_key())
        _write(home, party, _usable(builder).sign(authority, hashes.SHA256()))
        write_access(home, party, f"https://127.0.0.1:{API_PORT}", home.access(party))


def write_access(home: Home, party: str, server: str, path: Path) -> None:
    """A kubeconfig for one party and one address of the API server."""
    cluster = {"server": server, "certificate-authority": str(home.certificate("ca"))}
    user = {"client-certificate": str(home.certificate(party)), "client-key": str(home.key(party))}
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "callboard", "cluster": cluster}],
        "users": [{"name": party, "user": user}],
        "contexts": [{"name": "callboard", "context": {"cluster": "callboard", "user": party}}],
        "current-context": "callboard",
    }
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _usable(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    """For servers and clients, under every name of this machine."""
    addresses = (ipaddress.ip_address(each) for each in ("127.0.0.1", API_IP, NODE_IP))
    alternatives = [*(x509.DNSName(name) for name in NAMES), *(x509.IPAddress(each) for each in addresses)]
    usages = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    return builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False).add_extension(
        usages, critical=False
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=DAYS))
    )


def _name(common: str, organisation: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(parts)


def _key(home: Home, name: str) -> ec.EllipticCurvePrivateKey:
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    home.key(name).write_bytes(pem)
    home.key(name).chmod(0o600)
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    home.key(name).with_suffix(".pub").write_bytes(public)
    return key


def _write(home: Home, name: str, certificate: x509.Certificate) -> None:
    home.certificate(name).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
