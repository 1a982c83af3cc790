"""ReplicaSet: defaults and validation. Mirrors pkg/apis/apps and pkg/registry/apps/replicaset."""
from __future__ import annotations

from kubectl_lite.api.podspec.encoding import settle as canonicalize  # noqa: F401 (a slot)
from kubectl_lite.api.validation import meta, text, workloads
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SELECTABLE = ("status.replicas",)
FIELD_LABEL_ERROR = "field label not supported: {}"
SPEC, STATUS = Path("spec"), Path("status")
BOUNDED = ("fullyLabeledReplicas", "readyReplicas", "availableReplicas")


def selectable_fields(obj):
    return {"status.replicas": str((obj.get("status") or {}).get("replicas", 0))}


def default(obj):
    spec = obj.setdefault("spec", {})
    if spec.get("replicas") is None:
        spec["replicas"] = 1
    workloads.default_template(spec)


def prepare_for_create(obj):
    obj["status"] = {"replicas": 0}


def validate(obj, old=None):
    spec = obj.get("spec") or {}
    problems = text.non_negative(spec.get("replicas"), SPEC / "replicas")
    problems += text.non_negative(spec.get("minReadySeconds"), SPEC / "minReadySeconds")
    return problems + workloads.replicated(spec, (old or {}).get("spec"), SPEC)


def validate_update(obj, old):
    problems = meta.validate_meta(obj["metadata"], True) + validate(obj, old)
    return problems + workloads.immutable_selector(obj["spec"], old["spec"])


def validate_status_update(obj, old):
    status = obj.get("status") or {}
    problems = workloads.counts(status, ("replicas", *BOUNDED, "terminatingReplicas", "observedGeneration"), STATUS)
    problems += workloads.bounded(status, BOUNDED, STATUS)
    return problems + workloads.bounded(status, ("availableReplicas",), STATUS, "readyReplicas", "readyReplicas")


def warnings(obj, old):
    return workloads.template_warnings(obj, old, obj["spec"].get("template"), SPEC / "template")
