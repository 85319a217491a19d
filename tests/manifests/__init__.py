"""The manifests of deploy/k8s: rendered, and held against schemas, linters and the code that they run."""
