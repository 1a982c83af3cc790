"""The parts of a pod with an update of their own: status and ephemeral containers (resize is in pod_resize.py). Mirrors their strategies and validations."""
from __future__ import annotations

from kubectl_lite.api.core import pod_status
from kubectl_lite.api.podspec import annotations
from kubectl_lite.api.podspec.options import for_update
from kubectl_lite.api.specdiff import diff
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field
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
    before: dict = {}
    for condition in was.get("conditions") or ():
        before.setdefault(condition.get("type"), []).append(condition.get("observedGeneration", 0))
    for condition in status.get("conditions") or ():
        generations = before.get(condition.get("type"))
        generation = generations.pop(0) if generations else 0
        if not condition.get("observedGeneration") and generation:
            condition["observedGeneration"] = generation


def validate_status_update(pod: dict, old: dict) -> list:
    return pod_status.validate_update(pod, old)


def prepare_for_ephemeralcontainers_update(pod: dict, old: dict) -> None:
    """Only the ephemeral containers are taken from the new pod."""
    added = (pod.get("spec") or {}).get("ephemeralContainers")
    restore(pod, old)
    pod["spec"] = dict(old["spec"])
    if added:
        pod["spec"]["ephemeralContainers"] = added
    else:
        pod["spec"].pop("ephemeralContainers", None)


def restore(pod: dict, old: dict) -> None:
    """Metadata and status are those of the old pod (ResetObjectMetaForStatus)."""
    pod["metadata"] = {**old["metadata"], "resourceVersion": pod["metadata"].get("resourceVersion", ""),
                       **({"managedFields": pod["metadata"]["managedFields"]} if "managedFields" in pod["metadata"] else {}),
                       "generation": pod["metadata"].get("generation", old["metadata"].get("generation", 1))}
    pod["status"] = old["status"]


def validate_ephemeralcontainers_update(pod: dict, old: dict) -> list:
    """ValidatePodEphemeralContainersUpdate: they are added, never changed or removed."""
    problems = _whole(pod, old)
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


def _whole(pod, old):
    from kubectl_lite.api.core.pod import metadata_and_spec
    options = for_update(old["spec"], old["metadata"], is_pod=True)
    notes, before = pod["metadata"].get("annotations") or {}, old["metadata"].get("annotations") or {}
    return (meta.validate_meta(pod["metadata"], True) + metadata_and_spec(pod, options)
            + annotations.validate_update(notes, before, pod["spec"], Path("metadata.annotations"), options))
