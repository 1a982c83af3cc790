"""RuntimeClass: a pod of a runtime class gets its overhead, node selector and tolerations; it may not bring an overhead of its own."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.podspec.tolerations import merged
from kubectl_lite.machinery import errors, names
from kubectl_lite.machinery.quantity import parse

RESOURCES = (("", "pods"),)
OTHER = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"
NO_CLASS = "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"


def admit(attributes) -> None:
    """Apply the class to a new pod."""
    if attributes.operation != "CREATE" or not attributes.is_("", "pods"):
        return
    found = _class(attributes)
    if not found:
        return
    spec, overhead = attributes.obj["spec"], found.get("overhead")
    if overhead is not None:
        fixed = overhead.get("podFixed") or {}
        if as_sent(spec, "overhead") is not None and not _same(spec.get("overhead"), fixed):
            raise attributes.forbidden(OTHER)
        spec.pop("overhead", None)
        if fixed:
            spec["overhead"] = dict(fixed)
    _apply_scheduling(attributes, spec, found.get("scheduling") or {})


def validate(attributes) -> None:
    """An overhead comes from a runtime class or not at all."""
    if attributes.operation != "CREATE" or not attributes.is_("", "pods"):
        return
    spec, overhead = attributes.obj["spec"], (_class(attributes) or {}).get("overhead")
    if overhead is None and as_sent(spec, "overhead") is not None:
        raise attributes.forbidden(NO_CLASS)
    if overhead is not None and not _same(spec.get("overhead"), overhead.get("podFixed")):
        raise attributes.forbidden(OTHER)


def _class(attributes):
    name = attributes.obj["spec"].get("runtimeClassName")
    if name is None:
        return None
    problem = names.unrequestable(name)
    if problem:
        raise errors.internal_text(problem)
    found = attributes.objects.find(resources.find("node.k8s.io", "v1", "runtimeclasses"), "", name)
    if found is None:
        raise attributes.forbidden(f'pod rejected: RuntimeClass "{name}" not found')
    return found


def _same(overhead, fixed):
    return _amounts(overhead) == _amounts(fixed)


def _amounts(overhead):
    return {name: parse(amount) for name, amount in (overhead or {}).items()}


def _apply_scheduling(attributes, spec, scheduling):
    selector = dict(spec.get("nodeSelector") or {})
    for key, value in (scheduling.get("nodeSelector") or {}).items():
        if selector.get(key, value) != value:
            raise attributes.forbidden(f'conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value}; pod.spec.nodeSelector[{key}] = {selector[key]}')
        selector[key] = value
    if selector:
        spec["nodeSelector"] = selector
    tolerations = merged(spec.get("tolerations") or [], [dict(t) for t in scheduling.get("tolerations") or []])
    if tolerations:
        spec["tolerations"] = tolerations
