#!/bin/sh
# Applies an overlay to the cluster that kubectl knows: `sh deploy/k8s/apply.sh deploy/k8s/overlays/local`.
# First what the processes need and the jobs, then, when the jobs have succeeded, the processes. Can be repeated.
set -eu

overlay=${1:?"Name an overlay: sh deploy/k8s/apply.sh deploy/k8s/overlays/local"}
namespace=callboard
timeout=${TIMEOUT:-600s}
# Not the backup's: one may be under way.
jobs="app.kubernetes.io/part-of=callboard,app.kubernetes.io/component!=backup"
processes="app.kubernetes.io/component in (gateway, rpc, worker)"
others="app.kubernetes.io/component notin (gateway, rpc, worker)"

say() { printf '\n== %s\n' "$*"; }

unfilled=$(kubectl kustomize "$overlay" | grep -oE 'sha256:0{64}|[a-z.]*example\.com|192\.0\.2\.[0-9]+' | sort -u)
if [ -n "$unfilled" ]; then
    echo "Error: $overlay still holds what is to be filled in (deploy/k8s/README.md):" $unfilled >&2
    exit 1
fi

say "Databases, settings, secrets, network policies and jobs"
# A job cannot be changed, only made anew. Each of them may be repeated.
kubectl delete jobs --namespace "$namespace" --selector "$jobs" --ignore-not-found
kubectl apply --kustomize "$overlay" --selector "$others"

say "Waiting for the jobs"
kubectl wait --namespace "$namespace" --for=condition=complete jobs --selector "$jobs" --timeout "$timeout" || {
    echo "Error: a job has not succeeded within $timeout; nothing was rolled out. Its pods say why:" >&2
    kubectl get pods --namespace "$namespace" --field-selector status.phase!=Succeeded >&2
    exit 1
}

say "Processes"
kubectl apply --kustomize "$overlay" --selector "$processes"
kubectl get deployments --namespace "$namespace" --selector "$processes" --output name | while read -r deployment; do
    kubectl rollout status --namespace "$namespace" --timeout "$timeout" "$deployment"
done
