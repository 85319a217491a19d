"""Kubernetes: what cannot be said in YAML."""
