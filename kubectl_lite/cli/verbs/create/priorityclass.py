"""`create priorityclass`."""
from __future__ import annotations

from kubectl_lite.cli import generate


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "priorityclasses", build, "failed to create priorityclass: ")


def build(ctx, flags, name):
    obj = {"kind": "PriorityClass", "apiVersion": "scheduling.k8s.io/v1", "metadata": {"name": name}, "value": flags["value"]}
    if flags["global-default"]:
        obj["globalDefault"] = True
    if flags["description"]:
        obj["description"] = flags["description"]
    obj["preemptionPolicy"] = flags["preemption-policy"]
    return obj
