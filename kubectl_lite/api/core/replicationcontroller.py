"""ReplicationController: defaults, validation, status. Mirrors pkg/registry/core/replicationcontroller."""
from __future__ import annotations

from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.podspec import defaults
from kubectl_lite.api.podspec import template as podtemplate
from kubectl_lite.api.podspec.encoding import settle as canonicalize  # noqa: F401 (a slot)
from kubectl_lite.api.podspec.options import TEMPLATE, for_update
from kubectl_lite.api.podspec.warnings import for_template
from kubectl_lite.api.validation import workloads
from kubectl_lite.api.validation.text import non_negative
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
NAME_CHECK = "long_name"
DEFAULT_GC = "orphan"
SELECTABLE = ("status.replicas",)
SPEC, STATUS = Path("spec"), Path("status")
COUNTS = ("replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas")


def selectable_fields(obj: dict) -> dict:
    return {"status.replicas": str((obj.get("status") or {}).get("replicas", 0))}


def default(obj: dict) -> None:
    """SetDefaults_ReplicationController: selector and labels are those of the template."""
    spec = obj.setdefault("spec", {})
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels")
    if labels:
        if not spec.get("selector"):
            spec["selector"] = dict(labels)
        metadata = obj.setdefault("metadata", {})
        if not metadata.get("labels"):
            metadata["labels"] = dict(labels)
    if spec.get("replicas") is None:
        spec["replicas"] = 1
    defaults.default_template(spec.get("template"))


def prepare_for_create(obj: dict) -> None:
    obj["status"] = {"replicas": 0}


def validate(obj: dict, options=TEMPLATE) -> list:
    """ValidateReplicationControllerSpec."""
    spec = obj["spec"]
    problems = non_negative(spec.get("minReadySeconds"), SPEC / "minReadySeconds")
    if not spec.get("selector"):
        problems.append(field.required(SPEC / "selector"))
    problems += non_negative(spec.get("replicas"), SPEC / "replicas")
    return problems + _template(spec.get("template"), spec.get("selector") or {}, SPEC / "template", options)


def _template(template, selector, path, options):
    """ValidatePodTemplateSpecForRC."""
    if template is None:
        return [field.required(path)]
    problems, labels = [], as_sent(template.get("metadata"), "labels")
    if selector and any((labels or {}).get(key) != value for key, value in selector.items()):
        problems.append(field.invalid(path / "metadata" / "labels", labels, "`selector` does not match template `labels`"))
    problems += podtemplate.validate(template, path, options)
    spec = template.get("spec") or {}
    if spec.get("restartPolicy") != "Always":
        problems.append(field.not_supported(path / "spec" / "restartPolicy", spec.get("restartPolicy", ""), ("Always",)))
    if spec.get("activeDeadlineSeconds") is not None:
        problems.append(field.forbidden(path / "spec" / "activeDeadlineSeconds", "activeDeadlineSeconds in ReplicationController is not Supported"))
    return problems


def validate_update(obj: dict, old: dict) -> list:
    was = (old["spec"].get("template") or {})
    return validate(obj, for_update(was.get("spec"), was.get("metadata")))


def validate_status_update(obj: dict, old: dict) -> list:
    """ValidateReplicationControllerStatus."""
    status, problems = obj.get("status") or {}, []
    for name in (*COUNTS, "observedGeneration"):
        problems += non_negative(status.get(name), STATUS / name)
    problems += workloads.bounded(status, COUNTS[1:], STATUS)
    return problems + workloads.bounded(status, ("availableReplicas",), STATUS, "readyReplicas", "readyReplicas")


def warnings(obj: dict, old: dict | None) -> list:
    if old and obj["metadata"].get("generation") == old["metadata"].get("generation"):
        return []
    return for_template(obj["spec"].get("template"), SPEC / "template")
