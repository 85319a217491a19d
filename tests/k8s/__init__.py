"""Callboard on a real Kubernetes: the cluster that KUBECONFIG names, or the one of `make k8s-cluster`."""
