"""Objects for tests of the controllers' pure parts: one short line each."""
from __future__ import annotations

NOW = 1_700_000_000.0
NOW_TEXT = "2023-11-14T22:13:20Z"


def meta(name="web", uid=None, created=NOW_TEXT, **more):
    return {"name": name, "namespace": "demo", "uid": uid or f"uid-{name}", "creationTimestamp": created, **more}


def replica_set(name, replicas, available=None, created=NOW_TEXT, revision=1, desired=None, maximum=None, generation=1, observed=None, template=None):
    annotations = {"deployment.kubernetes.io/revision": str(revision)}
    if desired is not None:
        annotations["deployment.kubernetes.io/desired-replicas"] = str(desired)
    if maximum is not None:
        annotations["deployment.kubernetes.io/max-replicas"] = str(maximum)
    count = replicas if available is None else available
    return {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": meta(name, created=created, annotations=annotations, generation=generation),
            "spec": {"replicas": replicas, "template": template or {"spec": {"image": name}}},
            "status": {"replicas": replicas, "availableReplicas": count, "observedGeneration": generation if observed is None else observed}}


def deployment(replicas, surge=1, unavailable=0, kind="RollingUpdate", status=None, **spec):
    strategy = {"type": kind}
    if kind == "RollingUpdate":
        strategy["rollingUpdate"] = {"maxSurge": surge, "maxUnavailable": unavailable}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta(generation=1),
            "spec": {"replicas": replicas, "strategy": strategy, "template": {"spec": {"image": "new"}}, "progressDeadlineSeconds": 600, **spec},
            "status": status or {}}


def pod(name="p", phase="Running", ready=True, node="node1", labels=None, created=NOW_TEXT, ready_at=NOW_TEXT, owner=None, **more):
    made = {"apiVersion": "v1", "kind": "Pod", "metadata": meta(name, created=created, **more), "spec": {"containers": [{"name": "main", "image": "x"}]},
            "status": {"phase": phase, "conditions": [{"type": "Ready", "status": "True" if ready else "False", "lastTransitionTime": ready_at}]}}
    if node:
        made["spec"]["nodeName"] = node
    if labels:
        made["metadata"]["labels"] = labels
    if owner:
        made["metadata"]["ownerReferences"] = [owner]
    return made


def sizes(plan):
    return {rs["metadata"]["name"]: size for rs, size in plan}
