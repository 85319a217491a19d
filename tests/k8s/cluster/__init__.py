"""A real Kubernetes of one node on this machine, made without any image registry.

The components of Kubernetes are built from their Go modules; etcd, containerd, runc and the CNI plugins come
from Debian. All of it runs in network, mount and process namespaces of its own, as in a container: nothing
of it is reachable from other machines, and it goes away as a whole.
"""
