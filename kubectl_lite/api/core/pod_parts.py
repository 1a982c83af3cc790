"""The parts of a pod with an update of their own: status, ephemeral containers, resize. Mirrors the strategies and validations of these."""
from __future__ import annotations

from kubectl_lite.api.core import pod_status
from kubectl_lite.api.podspec import annotations
from kubectl_lite.api.podspec.options import for_update
from kubectl_lite.api.podspec.totals import qos_class
from kubectl_lite.api.podspec.walk import is_restartable
from kubectl_lite.api.specdiff import diff
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field, quantity
from kubectl_lite.machinery.field import Path

SPEC = Path("spec")


def prepare_for_status_update(pod: dict, old: dict) -> None:
    """Spec and owners stay; the quality of service cannot be lost."""
    pod["spec"] = old["spec"]
    metadata = pod["metadata"]
    if "ownerReferences" in old["metadata"]:
        metadata["ownerReferences"] = old["metadata"]["ownerReferences"]
    else:
        metadata.pop("ownerReferences", None)
    status, was = pod.setdefault("status", {}), old.get("status") or {}
    if not status.get("qosClass") and was.get("qosClass"):
        status["qosClass"] = was["qosClass"]
    if not status.get("observedGeneration") and was.get("observedGeneration"):
        status["observedGeneration"] = was["observedGeneration"]
    generations = {c.get("type"): c.get("observedGeneration") for c in was.get("conditions") or ()}
    for condition in status.get("conditions") or ():
        if not condition.get("observedGeneration") and generations.get(condition.get("type")):
            condition["observedGeneration"] = generations[condition["type"]]


def validate_status_update(pod: dict, old: dict) -> list:
    return pod_status.validate_update(pod, old)


def prepare_for_ephemeralcontainers_update(pod: dict, old: dict) -> None:
    """Only the ephemeral containers are taken from the new pod."""
    added = (pod.get("spec") or {}).get("ephemeralContainers")
    _restore(pod, old)
    pod["spec"] = dict(old["spec"])
    if added:
        pod["spec"]["ephemeralContainers"] = added
    else:
        pod["spec"].pop("ephemeralContainers", None)


def _restore(pod, old):
    pod["metadata"] = {**old["metadata"], "resourceVersion": pod["metadata"].get("resourceVersion", ""),
                       **({"managedFields": pod["metadata"]["managedFields"]} if "managedFields" in pod["metadata"] else {}),
                       "generation": pod["metadata"].get("generation", old["metadata"].get("generation", 1))}
    pod["status"] = old["status"]


def validate_ephemeralcontainers_update(pod: dict, old: dict) -> list:
    """ValidatePodEphemeralContainersUpdate: they are added, never changed or removed."""
    problems = _pod(pod, old)
    if annotations.MIRROR in (old["metadata"].get("annotations") or {}):
        return [field.forbidden(Path(""), "static pods do not support ephemeral containers")]
    mine, path = {c.get("name", ""): c for c in pod["spec"].get("ephemeralContainers") or ()}, SPEC / "ephemeralContainers"
    for container in old["spec"].get("ephemeralContainers") or ():
        name = container.get("name", "")
        shown = field.go_quote(name)
        if name not in mine:
            problems.append(field.forbidden(path, f"existing ephemeral containers {shown} may not be removed\n"))
        elif mine[name] != container:
            problems.append(field.forbidden(path, f"existing ephemeral containers {shown} may not be changed\n" + diff(container, mine[name], "EphemeralContainer")))
    return problems


def _pod(pod, old):
    from kubectl_lite.api.core.pod import metadata_and_spec
    options = for_update(old["spec"], old["metadata"], is_pod=True)
    notes, before = pod["metadata"].get("annotations") or {}, old["metadata"].get("annotations") or {}
    return (meta.validate_meta(pod["metadata"], True) + metadata_and_spec(pod, options)
            + annotations.validate_update(notes, before, Path("metadata.annotations")))


def prepare_for_resize_update(pod: dict, old: dict) -> None:
    """Only resources and resize policies of the containers (and the pod's own resources) are taken from the new pod."""
    new = pod.get("spec") or {}
    _restore(pod, old)
    spec = pod["spec"] = dict(old["spec"])
    for group in ("containers", "initContainers"):
        wanted = {c.get("name"): c for c in new.get(group) or ()}
        if old["spec"].get(group):
            spec[group] = [_resized(c, wanted.get(c.get("name"))) for c in old["spec"][group]]
    if new.get("resources") is not None:
        spec["resources"] = new["resources"]


def _resized(container, wanted):
    if wanted is None:
        return container
    changed = dict(container)
    for name in ("resources", "resizePolicy"):
        if name in wanted:
            changed[name] = wanted[name]
        else:
            changed.pop(name, None)
    return changed


def validate_resize_update(pod: dict, old: dict) -> list:
    """ValidatePodResize."""
    problems = _pod(pod, old)
    if annotations.MIRROR in (old["metadata"].get("annotations") or {}):
        return [field.forbidden(Path(""), "static pods cannot be resized")]
    if (old["spec"].get("os") or {}).get("name") == "windows":
        return [field.forbidden(Path(""), "windows pods cannot be resized")]
    if (old.get("status") or {}).get("qosClass", qos_class(old["spec"])) != qos_class(pod["spec"]):
        problems.append(field.invalid(SPEC, (pod.get("status") or {}).get("qosClass", ""), "Pod QOS Class may not change as a result of resizing"))
    if not _node_resizes(old):
        problems.append(field.forbidden(SPEC, "Pod running on node without support for resize"))
    for group in ("initContainers", "containers"):
        for i, (new, was) in enumerate(zip(pod["spec"].get(group) or (), old["spec"].get(group) or ())):
            if group == "containers" or is_restartable(was):
                problems += _container_resize(new, was, (SPEC / group).index(i) / "resources")
    return problems + _only_cpu_and_memory(pod["spec"], old["spec"])


def _node_resizes(old):
    for status in (old.get("status") or {}).get("containerStatuses") or ():
        if (status.get("state") or {}).get("running") is not None:
            return status.get("resources") is not None
    return True


def _container_resize(new, old, path):
    mine, theirs = new.get("resources") or {}, old.get("resources") or {}
    problems = []
    for part in ("requests", "limits"):
        if set(theirs.get(part) or ()) - set(mine.get(part) or ()):
            problems.append(field.forbidden(path / part, f"resource {part} cannot be removed"))
    return problems


def _only_cpu_and_memory(spec, old):
    problems = []
    for group, text in (("containers", "only cpu and memory resources are mutable"),
                        ("initContainers", "only cpu and memory resources for sidecar containers are mutable")):
        for new, was in zip(spec.get(group) or (), old.get(group) or ()):
            if group == "initContainers" and not is_restartable(was):
                if new != was:
                    problems.append(field.forbidden(SPEC, "resources for non-sidecar init containers are immutable"))
            elif _rest(new) != _rest(was):
                problems.append(field.forbidden(SPEC, text))
    return problems


def _rest(container):
    """The container without cpu, memory and resize policy."""
    resources = container.get("resources") or {}
    kept = {part: {k: quantity.canonical(v) for k, v in (resources.get(part) or {}).items() if k not in ("cpu", "memory")} for part in ("limits", "requests")}
    return {**{k: v for k, v in container.items() if k not in ("resources", "resizePolicy")}, "resources": kept}
