"""Resizing a pod: its containers, and itself, may ask for more or less cpu and memory. Mirrors the resize strategy and ValidatePodResize."""
from __future__ import annotations

from kubectl_lite.api.core.pod_parts import restore
from kubectl_lite.api.podspec import annotations
from kubectl_lite.api.podspec.options import for_update
from kubectl_lite.api.podspec.totals import qos_class
from kubectl_lite.api.podspec.walk import is_restartable
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

SPEC, RESOURCES = Path("spec"), Path("spec.resources")
GROUPS = ("containers", "initContainers")
RESIZABLE = ("cpu", "memory")
TAKEN = ("resources", "resizePolicy")
ONLY = "only cpu and memory resources are mutable"
ONLY_INIT = "only cpu and memory resources for init or sidecar containers are mutable"
NO_RESTART = "non-sidecar init containers with a resize policy of RestartContainer cannot be resized"


def prepare_for_resize_update(pod: dict, old: dict) -> None:
    """Resources and resize policies are taken from the new pod; where its containers are others than the old one's, all of it is, to be refused."""
    new, was = pod.get("spec") or {}, old["spec"]
    if any(len(new.get(group) or ()) != len(was.get(group) or ()) for group in GROUPS):
        return
    restore(pod, old)
    spec = pod["spec"] = dict(was)
    for group in GROUPS:
        if was.get(group):
            spec[group] = _merged(new[group], was[group])
    _take(spec, new, "resources")


def _merged(new, was):
    if any(a.get("name") != b.get("name") for a, b in zip(new, was)):
        return new
    merged = [dict(container) for container in was]
    for container, wanted in zip(merged, new):
        for name in TAKEN:
            _take(container, wanted, name)
    return merged


def _take(obj, other, name):
    if other.get(name) is not None:
        obj[name] = other[name]
    else:
        obj.pop(name, None)


def validate_resize_update(pod: dict, old: dict) -> list:
    """ValidatePodResize."""
    spec, was = pod["spec"], old["spec"]
    if annotations.MIRROR in (old["metadata"].get("annotations") or {}):
        return [field.forbidden(Path(""), "static pods cannot be resized")]
    if (was.get("os") or {}).get("name") == "windows":
        return [field.forbidden(Path(""), "windows pods cannot be resized")]
    problems = _whole(pod, old) + _pod(pod, old)
    moved = [p for group in GROUPS for p in _moved(spec.get(group) or (), was.get(group) or (), group)]
    if moved:
        return problems + moved
    for group in reversed(GROUPS):
        for i, (a, b) in enumerate(zip(spec.get(group) or (), was.get(group) or ())):
            problems += _removed(a.get("resources"), b.get("resources"), (SPEC / group).index(i) / "resources", "resource")
    return problems + [p for group in GROUPS for i, (a, b) in enumerate(zip(spec.get(group) or (), was.get(group) or ())) for p in _changes(a, b, group, i)]


def _whole(pod, old):
    from kubectl_lite.api.core.pod import metadata_and_spec
    return meta.validate_meta(pod["metadata"], True) + metadata_and_spec(pod, for_update(old["spec"], old["metadata"], is_pod=True))


def _pod(pod, old):
    """What concerns the pod as a whole."""
    spec, was, status, problems = pod["spec"], old["spec"], old.get("status") or {}, []
    if (status.get("qosClass") or qos_class(was)) != qos_class(spec):
        problems.append(field.invalid(SPEC, (pod.get("status") or {}).get("qosClass", ""), "Pod QOS Class may not change as a result of resizing"))
    if not _node_resizes(status):
        problems.append(field.forbidden(SPEC, "Pod running on node without support for resize"))
    problems += _pod_level(spec.get("resources"), was.get("resources"))
    if status.get("nodeAllocatableResourceClaimStatuses"):
        problems.append(field.forbidden(SPEC, "pods with node allocatable resource claims cannot be resized"))
    return problems


def _node_resizes(status):
    for container in status.get("containerStatuses") or ():
        if (container.get("state") or {}).get("running") is not None:
            return container.get("resources") is not None
    return True


def _pod_level(new, old):
    if not any((resources or {}).get(part) for resources in (new, old) for part in ("requests", "limits")):
        return []
    if old is not None and new is None:
        return [field.forbidden(RESOURCES, "pod-level resources cannot be removed")]
    problems = _removed(new, old, RESOURCES, "pod-level resource")
    if _fixed(new) != _fixed(old):
        problems.append(field.forbidden(SPEC, "only cpu and memory resources are mutable at pod-level"))
    return problems


def _removed(new, old, path, what):
    return [field.forbidden(path / part, f"{what} {part} cannot be removed") for part in ("requests", "limits")
            if not ((new or {}).get(part) or {}).keys() >= ((old or {}).get(part) or {}).keys()]


def _moved(new, old, group):
    if len(new) != len(old):
        return [field.forbidden(SPEC / group, f"{group} may not be added or removed on resize")]
    return [field.forbidden((SPEC / group).index(i) / "name", f"{group} may not be renamed or reordered on resize")
            for i, (a, b) in enumerate(zip(new, old)) if a.get("name") != b.get("name")]


def _changes(new, old, group, i):
    """What else than cpu and memory changed in a container, and init containers that would have to start again."""
    changed = {**new, "resources": _fixed(new.get("resources"))} != {**old, "resources": _fixed(old.get("resources"))}
    if group == "containers":
        return [field.forbidden(SPEC, ONLY)] if changed else []
    path = (SPEC / group).index(i)
    problems = [field.forbidden(path, ONLY_INIT)] if changed else []
    restarts = any(policy.get("restartPolicy") == "RestartContainer" for policy in new.get("resizePolicy") or ())
    return problems + ([field.forbidden(path, NO_RESTART)] if new != old and restarts and not is_restartable(new) else [])


def _fixed(resources):
    """Resources without what may be resized."""
    resources = resources or {}
    parts = {part: {k: v for k, v in (resources.get(part) or {}).items() if k not in RESIZABLE} for part in ("limits", "requests")}
    return {**resources, **parts}
