"""ReplicationController controller: the rules of ReplicaSets for the older kind. Mirrors pkg/controller/replication."""
from __future__ import annotations

from kubectl_lite.controllers.replicaset import Replicas
from kubectl_lite.machinery import labels


def _selector(owner):
    return labels.from_set(owner["spec"].get("selector"))


_CONTROLLER = Replicas("replication-controller", "system:serviceaccount:kube-system:replication-controller", "replicationcontrollers",
                       "ReplicationController", "", _selector, counts_terminating=False)
NAME, USER, WATCHES, reconcile = _CONTROLLER.NAME, _CONTROLLER.USER, _CONTROLLER.WATCHES, _CONTROLLER.reconcile
