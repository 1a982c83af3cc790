"""CSIStorageCapacity: how much a class can still give in one part of the cluster."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta, nodelabels, selectors, text
from kubectl_lite.machinery import field, quantity
from kubectl_lite.machinery.field import Path

ALLOW_UNCONDITIONAL_UPDATE = False


def validate(obj):
    problems = selectors.label_selector(obj.get("nodeTopology"), Path("nodeTopology"))
    problems += text.dns_subdomain(obj.get("storageClassName") or "", "storageClassName")
    for name in ("capacity", "maximumVolumeSize"):
        value = obj.get(name)
        if value is not None and quantity.parse(value) < quantity.ZERO:
            problems.append(field.invalid(name, value, "must be greater than or equal to 0"))
    return problems


def validate_update(obj, old):
    problems = meta.validate_meta(obj["metadata"], True) + validate(obj)
    new, was = obj.get("nodeTopology"), old.get("nodeTopology")
    if new != was:
        problems.append(field.invalid("nodeTopology", None if new is None else selectors.selector_value(new), "field is immutable"))
    return problems + text.immutable(obj.get("storageClassName") or "", old.get("storageClassName") or "", "storageClassName")


def warnings(obj, old):
    return nodelabels.of_selector(obj.get("nodeTopology"), Path("nodeTopology"))
