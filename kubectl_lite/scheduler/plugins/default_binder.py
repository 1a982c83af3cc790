"""DefaultBinder: binds the pod through the pods/binding subresource."""
from __future__ import annotations

NAME = "DefaultBinder"


def bind(cycle, info):
    meta = cycle.pod["metadata"]
    binding = {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": meta["name"], "namespace": meta["namespace"], "uid": meta["uid"]},
               "target": {"kind": "Node", "name": info.name}}
    cycle.ctx.create("pods", binding, subresource="binding")
