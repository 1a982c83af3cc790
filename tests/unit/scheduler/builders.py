"""Nodes, pods and cycles for tests of the scheduler's plug-ins."""
from __future__ import annotations

from kubectl_lite.scheduler.cycle import Cycle
from kubectl_lite.scheduler.snapshot import NodeInfo, Snapshot


def node(name, cpu="4", memory="8Gi", pods="110", labels=None, taints=None, images=None, unschedulable=False, **amounts):
    spec = {"taints": taints or []}
    if unschedulable:
        spec["unschedulable"] = True
    return {"metadata": {"name": name, "labels": {"kubernetes.io/hostname": name, **(labels or {})}}, "spec": spec,
            "status": {"allocatable": {"cpu": cpu, "memory": memory, "pods": pods, **amounts}, "images": images or []}}


def pod(name="p", cpu=None, memory=None, labels=None, namespace="demo", priority=0, created="2023-11-14T22:13:20Z", ports=(), image="app:1", **spec):
    requests = {k: v for k, v in (("cpu", cpu), ("memory", memory)) if v}
    container = {"name": "main", "image": image, "resources": {"requests": requests}, "ports": [{"containerPort": 80, "hostPort": p} for p in ports]}
    return {"metadata": {"name": name, "namespace": namespace, "uid": f"uid-{name}", "labels": labels or {}, "creationTimestamp": created, "resourceVersion": "1"},
            "spec": {"containers": [container], "priority": priority, **spec}, "status": {}}


class Things:
    """A cache of given objects: {resource: [objects]}."""

    def __init__(self, found=None):
        self.found = found or {}

    def list(self, resource, namespace=""):
        return [o for o in self.found.get(resource, ()) if not namespace or o["metadata"].get("namespace") == namespace]

    def get(self, resource, namespace, name):
        return next((o for o in self.list(resource, namespace) if o["metadata"]["name"] == name), None)


class Hands:
    """A context that only reads."""

    def __init__(self, found=None):
        self.cache = Things(found)


def snapshot(*nodes):
    """A Snapshot of (node, pods on it) pairs or plain nodes."""
    infos = {}
    for entry in nodes:
        found, pods = entry if isinstance(entry, tuple) else (entry, ())
        info = infos[found["metadata"]["name"]] = NodeInfo(found)
        for one in pods:
            info.add(one)
    return Snapshot(infos)


def cycle(found, *nodes, plugins=(), **things):
    return Cycle(found, snapshot(*nodes), Hands({k.replace("__", "."): v for k, v in things.items()}), [(plugin, weight) for plugin, weight in plugins])


def scores(plugin, found, *nodes, **things):
    """{node: normalized score}, or None when the plug-in has nothing to say."""
    from kubectl_lite.scheduler.framework import SKIP
    attempt = cycle(found, *nodes, **things)
    infos = attempt.snapshot.nodes()
    if hasattr(plugin, "pre_score") and plugin.pre_score(attempt, infos) is SKIP:
        return None
    made = {info.name: plugin.score(attempt, info) for info in infos}
    return plugin.normalize(attempt, made) if hasattr(plugin, "normalize") else made


def refusals(plugin, found, *nodes, **things):
    """{node: (reasons, resolvable)} of the nodes that the plug-in's filter refuses; a refusal of the pod stands under ""."""
    from kubectl_lite.scheduler.framework import SKIP, Rejection
    attempt = cycle(found, *nodes, **things)
    answer = plugin.pre_filter(attempt) if hasattr(plugin, "pre_filter") else None
    if isinstance(answer, Rejection):
        return {"": (answer.reasons, answer.resolvable)}
    if answer is SKIP:
        return {}
    made = {info.name: plugin.filter(attempt, info) for info in attempt.snapshot.nodes()}
    return {name: (r.reasons, r.resolvable) for name, r in made.items() if r is not None}
