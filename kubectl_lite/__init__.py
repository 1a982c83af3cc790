"""kubectl-lite: a whole Kubernetes 1.36 control plane in a directory."""
