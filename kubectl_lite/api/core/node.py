"""Node: defaults, validation, status. Mirrors pkg/registry/core/node."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.podspec.resources import amount
from kubectl_lite.api.podspec.scheduling import taint_effect
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, ips, names
from kubectl_lite.machinery.field import Path

SELECTABLE = ("spec.unschedulable",)
SPEC, STATUS, TAINTS = Path("spec"), Path("status"), Path("metadata.taints")
CIDRS = SPEC / "podCIDRs"
OLD_TAINTS, AVOID_PODS = "scheduler.alpha.kubernetes.io/taints", "scheduler.alpha.kubernetes.io/preferAvoidPods"
CIDR_FROZEN = 'node updates may not change podCIDR except from "" to valid'


def selectable_fields(obj: dict) -> dict:
    return {"spec.unschedulable": "true" if (obj.get("spec") or {}).get("unschedulable") else "false"}


def default(obj: dict) -> None:
    """What can be allocated is the capacity unless said otherwise; podCIDR is the first of podCIDRs."""
    spec, status = obj.setdefault("spec", {}), obj.setdefault("status", {})
    from kubectl_lite.api.podspec.defaults import default_resource_list
    for name in ("capacity", "allocatable"):
        default_resource_list(status.get(name) or {})
    if status.get("capacity") and not status.get("allocatable"):
        status["allocatable"] = dict(status["capacity"])
    first, all_ = spec.get("podCIDR"), spec.get("podCIDRs") or []
    if first and (not all_ or all_[0] != first):
        spec["podCIDRs"] = [first]
    elif all_ and all_[0]:
        spec["podCIDR"] = all_[0]


def prepare_for_create(obj: dict) -> None:
    """A node brings its status; dynamic configuration is no more."""
    _drop_config(obj, {})


def _drop_config(obj, old):
    if (old.get("spec") or {}).get("configSource") is None and (old.get("status") or {}).get("config") is None:
        obj["spec"].pop("configSource", None)
        (obj.get("status") or {}).pop("config", None)


def prepare_for_update(obj: dict, old: dict) -> None:
    obj["status"] = old.get("status") or {}
    _drop_config(obj, old)


def validate(obj: dict) -> list:
    """ValidateNode."""
    spec = obj.get("spec") or {}
    problems = _annotations(obj) + taints(spec.get("taints") or (), TAINTS)
    problems += _resources(obj.get("status") or {})
    return problems + _cidrs(spec.get("podCIDRs") or [])


def _annotations(obj):
    """ValidateNodeSpecificAnnotations: what annotations hold as JSON."""
    annotations, path = obj["metadata"].get("annotations") or {}, Path("metadata.annotations")
    if not annotations.get(OLD_TAINTS) and not annotations.get(AVOID_PODS):
        return []
    from kubectl_lite.api.podspec import serialized
    problems = []
    if annotations.get(OLD_TAINTS):
        found, problem = serialized.read(annotations[OLD_TAINTS], list, "[]core.Taint")
        problems += [field.invalid(path, OLD_TAINTS, problem)] if problem else taints(found, path / OLD_TAINTS)
    if annotations.get(AVOID_PODS):
        found, problem = serialized.read(annotations[AVOID_PODS], dict, "v1.AvoidPods")
        problems += [field.invalid(path / "AvoidPods", AVOID_PODS, problem)] if problem else _avoided(found.get("preferAvoidPods") or (), path / AVOID_PODS)
    return problems


def _avoided(entries, path):
    problems = []
    for i, entry in enumerate(entries):
        controller, at = (entry.get("podSignature") or {}).get("podController"), path.index(i) / "PodSignature"
        if controller is None:
            problems.append(field.required(at))
        elif not controller.get("controller"):
            problems.append(field.invalid(at.child("PodController", "Controller"), False, "must point to a controller"))
    return problems


def taints(values, path) -> list:
    """validateNodeTaints: one of each key and effect."""
    problems, seen = [], set()
    for i, taint in enumerate(values):
        at, key, effect = path.index(i), taint.get("key", ""), taint.get("effect", "")
        problems += meta.label_name(key, at / "key")
        bad = names.label_value(taint.get("value", ""))
        if bad:
            problems.append(field.invalid(at / "value", taint["value"], ";".join(bad)))
        problems += taint_effect(effect, at / "effect")
        if (key, effect) in seen:
            error = field.duplicate(at, internal.value(taint, "Taint"))
            error.detail = "taints must be unique by key and effect pair"
            problems.append(error)
        seen.add((key, effect))
    return problems


def _resources(status):
    return [p for part in ("capacity", "allocatable") for name, value in sorted((status.get(part) or {}).items())
            for p in amount(name, value, STATUS / part / name)]


def _cidrs(values):
    problems = [p for i, value in enumerate(values) for p in text.cidr(value, CIDRS.index(i))]
    if len(values) < 2:
        return problems
    families = [ips.parse_cidr(value) for value in values]
    if None in families:
        bad = next(v for v, f in zip(values, families) if f is None)
        problems.append(field.internal(CIDRS, f"invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR address: {bad}"))
    if None in families or len({f[0] for f in families}) < 2 or len(values) > 2:
        problems.append(field.invalid(CIDRS, values, "may specify no more than one CIDR for each IP family"))
    return problems


def validate_update(obj: dict, old: dict) -> list:
    """ValidateNode and ValidateNodeUpdate."""
    return meta.validate_meta(obj["metadata"], False) + validate(obj) + _changes(obj, old)


def _changes(obj, old):
    spec, was, status = obj.get("spec") or {}, old.get("spec") or {}, obj.get("status") or {}
    problems = _annotations(obj) + _resources(status)
    addresses = status.get("addresses") or []
    for i, address in enumerate(addresses):
        if address in addresses[:i]:
            problems.append(field.duplicate((STATUS / "addresses").index(i), internal.value(address, "NodeAddress")))
    problems += _cidr_changes(spec.get("podCIDRs") or [], was.get("podCIDRs") or [])
    if was.get("providerID") and was["providerID"] != spec.get("providerID", ""):
        problems.append(field.forbidden(SPEC / "providerID", 'node updates may not change providerID except from "" to valid'))
    problems += taints(spec.get("taints") or (), TAINTS)
    if spec.get("externalID", "") != was.get("externalID", ""):
        problems.append(field.forbidden(SPEC / "externalID", "may not be updated"))
    return problems


def _cidr_changes(new, old):
    if not old:
        return []
    if len(new) != len(old):
        return [field.forbidden(CIDRS, CIDR_FROZEN)]
    return [field.forbidden(CIDRS, CIDR_FROZEN) for a, b in zip(new, old) if a != b]


def prepare_for_status_update(obj: dict, old: dict) -> None:
    obj["spec"] = old.get("spec") or {}


def validate_status_update(obj: dict, old: dict) -> list:
    return _changes(obj, old)


def warnings(obj: dict, old: dict | None) -> list[str]:
    """Fields that mean nothing any more, and ranges that are written in an unusual way."""
    spec, found = obj.get("spec") or {}, []
    if spec.get("configSource") is not None:
        found.append("spec.configSource: the feature is removed")
    if spec.get("externalID"):
        found.append("spec.externalID: this field is deprecated, and is unused by Kubernetes")
    return found + [text_ for i, value in enumerate(spec.get("podCIDRs") or ()) for text_ in text.cidr_warnings(value, CIDRS.index(i))]
