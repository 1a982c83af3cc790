#!/usr/bin/env bash
# Makes the sample cluster of this project (the committed state/) with kubectl-lite's own commands:
#     tests/sample/make.sh DIRECTORY
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export KUBECTL_LITE_STATE=$1
kubectl-lite init --nodes 3
kubectl-lite reconcile
kubectl-lite create -f "$here/system-pods.yaml"
kubectl-lite reconcile
kubectl-lite store check
cat > "$1/SAMPLE" <<'TEXT'
This cluster is a sample, made by tests/sample/make.sh. Commands read it when no other state directory is named, but do not change it
unless it is named on purpose (--state or KUBECTL_LITE_STATE).
TEXT
