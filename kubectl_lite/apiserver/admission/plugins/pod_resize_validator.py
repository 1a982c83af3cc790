"""PodResizeValidator: a bound pod is not resized beyond what its node can give, nor on a node that is not Linux."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.api.podspec.totals import with_overhead
from kubectl_lite.machinery import quantity

RESOURCES = (("", "pods"),)

OS = "kubernetes.io/os"


def validate(attributes) -> None:
    """Check a resize that changes the spec."""
    if attributes.operation != "UPDATE" or not attributes.is_("", "pods", "resize"):
        return
    pod, name = attributes.obj, attributes.obj["spec"].get("nodeName")
    if not name or attributes.old["metadata"].get("generation") == pod["metadata"].get("generation"):
        return
    node = attributes.objects.find(resources.find("", "v1", "nodes"), "", name)
    if node is None:
        raise attributes.forbidden(f'node "{name}" not found')
    excess = list(_excess(pod, node))
    if excess:
        raise _refused(attributes, f"Node didn't have enough allocatable resources: {'; '.join(excess)}", "NodeCapacity")
    system = (node["metadata"].get("labels") or {}).get(OS, "")
    if system != "linux":
        raise _refused(attributes, f'pod resize is only supported on linux nodes, node "{name}" is "{system}"', "UnsupportedPlatform")


def _excess(pod, node):
    """What the pod asks for beyond the node's allocatable: cpu in thousandths, memory in bytes."""
    asked, given = with_overhead(pod["spec"], "requests"), (node.get("status") or {}).get("allocatable") or {}
    for name, units in (("cpu", "milli_value"), ("memory", "value")):
        wanted, there = (getattr(q, units)() for q in (asked.get(name, quantity.ZERO), quantity.parse(given.get(name, "0"))))
        if wanted > there:
            yield f"{name}, requested: {wanted}, allocatable: {there}"


def _refused(attributes, why, cause):
    error = attributes.forbidden(why)
    error.status["details"]["causes"] = [{"reason": cause}]
    return error
