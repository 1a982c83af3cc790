"""Pods and sights for tests of the kubelet's stages."""
from __future__ import annotations

from kubectl_lite.kubelet.sight import Sight

NOW, NOW_TEXT = 1_700_000_000.0, "2023-11-14T22:13:20Z"


def container(name="main", image="nginx", **more):
    return {"name": name, "image": image, **more}


def pod(*containers, status=None, deleted=False, grace=30, **spec):
    meta = {"name": "p", "namespace": "demo", "uid": "u", "generation": 1}
    if deleted:
        meta.update(deletionTimestamp=NOW_TEXT, deletionGracePeriodSeconds=grace)
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": {"containers": list(containers) or [container()], **spec}, "status": status or {"phase": "Pending"}}


def sight(found, objects=None, images=(), now=NOW):
    """What a stage sees; `objects` maps (resource, name) to what is there."""
    objects = objects or {}
    return Sight(found, {"metadata": {"name": "n1"}, "spec": {}}, lambda resource, namespace, name: objects.get((resource, name)), lambda: "10.244.0.2",
                 lambda image: image in images, now, NOW_TEXT, "172.18.0.3")


def advanced(found, **how):
    """The pod after the stages have nothing more to say, with the names of the stages taken."""
    from kubectl_lite.kubelet import stages
    taken = []
    for _ in range(10):
        name, step = stages.next_step(sight(found, **how))
        if step.status is None:
            return found, taken
        taken.append(name)
        found = {**found, "status": step.status}
    raise AssertionError(f"never rests: {taken}")
