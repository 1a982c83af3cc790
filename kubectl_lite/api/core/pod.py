"""Pod: what its strategy adds to the generic life of an object. Defaults are in pod_defaults.py, updates in pod_update.py, parts in pod_parts.py.

Mirrors pkg/registry/core/pod/strategy.go and ValidatePodCreate.
"""
from __future__ import annotations

from kubectl_lite.api.core.pod_affinity import merge_label_keys
from kubectl_lite.api.core.pod_defaults import default
from kubectl_lite.api.podspec import annotations, containers
from kubectl_lite.api.podspec import spec as podspec
from kubectl_lite.api.podspec.encoding import settle as canonicalize  # noqa: F401 (a slot)
from kubectl_lite.api.podspec.options import POD
from kubectl_lite.api.podspec.totals import qos_class
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SELECTABLE = ("spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
              "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName", "spec.host")  # the last is how old clients name the node
FIELD_LABEL_ERROR = "field label not supported: {}"
SPEC = Path("spec")
ANNOTATIONS = Path("metadata.annotations")
GATED = "Scheduling is blocked due to non-empty scheduling gates"

__all__ = ["canonicalize", "default"]  # slots that are defined elsewhere

# Updates and parts are seldom what a command writes: their rules are imported when they are first needed.


def prepare_for_update(pod: dict, old: dict) -> None:
    """Status is kept; the generic part counts generations."""
    pod["status"] = old["status"]


def validate_update(pod: dict, old: dict) -> list:
    from kubectl_lite.api.core import pod_update
    return pod_update.validate_update(pod, old)


def _part(name, module="pod_parts"):
    def run(pod: dict, old: dict):
        from importlib import import_module
        return getattr(import_module(f"kubectl_lite.api.core.{module}"), name)(pod, old)
    return run


prepare_for_status_update, validate_status_update = _part("prepare_for_status_update"), _part("validate_status_update")
prepare_for_ephemeralcontainers_update = _part("prepare_for_ephemeralcontainers_update")
validate_ephemeralcontainers_update = _part("validate_ephemeralcontainers_update")
prepare_for_resize_update, validate_resize_update = _part("prepare_for_resize_update", "pod_resize"), _part("validate_resize_update", "pod_resize")
warnings_status_update = _part("warnings", "pod_status")


def prepare_for_create(pod: dict) -> None:
    """A new pod is pending; what its labels say goes into its affinity; gates are shown as a condition."""
    spec = pod["spec"]
    pod["status"] = {"phase": "Pending", "qosClass": qos_class(spec)}
    if spec.get("schedulingGates"):
        pod["status"]["conditions"] = [{"type": "PodScheduled", "status": "False", "lastProbeTime": None, "lastTransitionTime": None,
                                        "reason": "SchedulingGated", "message": GATED}]
    merge_label_keys(spec, pod["metadata"].get("labels") or {})
    if pod["metadata"].get("annotations"):
        from kubectl_lite.api.core import pod_apparmor
        pod_apparmor.move(pod)


def early_warnings(pod: dict) -> list[str]:
    if not pod["metadata"].get("annotations"):
        return []
    from kubectl_lite.api.core import pod_apparmor
    return pod_apparmor.early_warnings(pod)


def bumps_generation(pod: dict, old: dict) -> bool:
    return pod["spec"] != old["spec"]


def validate(pod: dict) -> list:
    """ValidatePodCreate without the generic metadata."""
    spec, notes = pod["spec"], pod["metadata"].get("annotations") or {}
    problems = metadata_and_spec(pod, POD)
    if spec.get("ephemeralContainers"):
        problems.append(field.forbidden(SPEC / "ephemeralContainers", "cannot be set on create"))
    if spec.get("nodeName") and spec.get("schedulingGates"):
        problems.append(field.forbidden(SPEC / "nodeName", "cannot be set until all schedulingGates have been cleared"))
    return problems + annotations.match_fields(notes, spec, SPEC)


def metadata_and_spec(pod: dict, options) -> list:
    """validatePodMetadataAndSpec without the generic metadata: what a template may have and a pod may not comes last."""
    spec, notes = pod["spec"], pod["metadata"].get("annotations") or {}
    problems = annotations.validate(notes, spec, ANNOTATIONS, options)
    problems += podspec.validate(spec, SPEC, options, pod["metadata"])
    if not spec.get("serviceAccountName"):
        problems += _tokens_without_account(spec)
    for group in ("containers", "initContainers"):
        for i, container in enumerate(spec.get(group) or ()):
            problems += containers.whitespace(container, (SPEC / group).index(i))
    return problems


def _tokens_without_account(spec):
    return [field.forbidden((((SPEC / "volumes").index(i) / "projected" / "sources").index(j)) / "serviceAccountToken",
                            "must not be specified when serviceAccountName is not set")
            for i, volume in enumerate(spec.get("volumes") or ())
            for j, source in enumerate((volume.get("projected") or {}).get("sources") or ()) if source.get("serviceAccountToken") is not None]


def warnings(pod: dict, old: dict | None) -> list:
    from kubectl_lite.api.podspec.warnings import for_pod
    return for_pod(pod, old)


def selectable_fields(pod: dict) -> dict:
    spec, status = pod.get("spec") or {}, pod.get("status") or {}
    node = spec.get("nodeName", "")
    return {"spec.nodeName": node, "spec.host": node, "spec.restartPolicy": spec.get("restartPolicy", ""),
            "spec.schedulerName": spec.get("schedulerName", ""), "spec.serviceAccountName": spec.get("serviceAccountName", ""),
            "spec.hostNetwork": "true" if spec.get("hostNetwork") else "false", "status.phase": status.get("phase", ""),
            "status.podIP": status.get("podIP", ""), "status.podIPs": ",".join(ip.get("ip", "") for ip in status.get("podIPs") or ()),
            "status.nominatedNodeName": status.get("nominatedNodeName", "")}


def check_graceful_delete(pod: dict, options: dict, now) -> bool:
    """A pod that runs gets time to end: the time asked for, else its own; one that was never bound or has ended gets none."""
    seconds = options.get("gracePeriodSeconds")
    if seconds is None:
        seconds = pod["spec"].get("terminationGracePeriodSeconds") or 0
    if not pod["spec"].get("nodeName") or (pod.get("status") or {}).get("phase") in ("Failed", "Succeeded"):
        seconds = 0
    options["gracePeriodSeconds"] = 1 if seconds < 0 else seconds
    return True
