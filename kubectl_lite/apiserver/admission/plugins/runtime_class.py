"""RuntimeClass: a pod of a runtime class gets its overhead, node selector and tolerations; it may not bring an overhead of its own."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.apiserver.admission.plugins import pod_toleration_restriction

RESOURCES = (("", "pods"),)


def admit(attributes) -> None:
    """Apply the class to a new pod."""
    if attributes.operation != "CREATE" or not attributes.is_("", "pods"):
        return
    found = _class(attributes)
    if not found:
        return
    spec, overhead = attributes.obj["spec"], (found.get("overhead") or {}).get("podFixed")
    if overhead:
        if spec.get("overhead") and spec["overhead"] != overhead:
            raise attributes.forbidden("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")
        spec["overhead"] = dict(overhead)
    _apply_scheduling(attributes, spec, found.get("scheduling") or {})


def validate(attributes) -> None:
    """An overhead comes from a runtime class or not at all."""
    if attributes.operation != "CREATE" or not attributes.is_("", "pods"):
        return
    spec = attributes.obj["spec"]
    if as_sent(spec, "overhead") is not None and not spec.get("runtimeClassName"):
        raise attributes.forbidden("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")
    found = _class(attributes)
    if found and spec.get("overhead") and not found.get("overhead"):
        raise attributes.forbidden("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")


def _class(attributes):
    name = attributes.obj["spec"].get("runtimeClassName")
    if not name:
        return None
    found = attributes.objects.find(resources.find("node.k8s.io", "v1", "runtimeclasses"), "", name)
    if found is None:
        raise attributes.forbidden(f'pod rejected: RuntimeClass "{name}" not found')
    return found


def _apply_scheduling(attributes, spec, scheduling):
    selector = dict(spec.get("nodeSelector") or {})
    for key, value in (scheduling.get("nodeSelector") or {}).items():
        if selector.get(key, value) != value:
            raise attributes.forbidden(f'conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value}; pod.spec.nodeSelector[{key}] = {selector[key]}')
        selector[key] = value
    if selector:
        spec["nodeSelector"] = selector
    tolerations = pod_toleration_restriction.merged(scheduling.get("tolerations") or [], spec.get("tolerations") or [])
    if tolerations:
        spec["tolerations"] = tolerations
