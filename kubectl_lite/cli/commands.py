"""COMMANDS: which module of cli/verbs runs a command. A table without logic; a command that is missing here is not finished.

The key is the command's path without "kubectl"; the value the module below `kubectl_lite.cli.verbs`, which has
`run(ctx, flags, args) -> int | None` (None counts as 0).
"""
from __future__ import annotations

COMMANDS = {
    "get": "get",
    "describe": "describe",
    "create": "create",
    "create clusterrole": "create.clusterrole",
    "create clusterrolebinding": "create.clusterrolebinding",
    "create configmap": "create.configmap",
    "create cronjob": "create.cronjob",
    "create deployment": "create.deployment",
    "create ingress": "create.ingress",
    "create job": "create.job",
    "create namespace": "create.namespace",
    "create poddisruptionbudget": "create.poddisruptionbudget",
    "create priorityclass": "create.priorityclass",
    "create quota": "create.quota",
    "create role": "create.role",
    "create rolebinding": "create.rolebinding",
    "create secret docker-registry": "create.secret_docker_registry",
    "create secret generic": "create.secret_generic",
    "create secret tls": "create.secret_tls",
    "create service clusterip": "create.service",
    "create service externalname": "create.service",
    "create service loadbalancer": "create.service",
    "create service nodeport": "create.service",
    "create serviceaccount": "create.serviceaccount",
    "create token": "create.token",
    "init": "init",
    "reconcile": "reconcile",
    "store": "store",
    "store ls": "store",
    "store get": "store",
    "store check": "store",
    "store compact": "store",
    "store adopt": "store",
    "history": "history",
    "undo": "undo",
    "snapshot": "snapshot",
    "snapshot save": "snapshot",
    "snapshot restore": "snapshot",
}
