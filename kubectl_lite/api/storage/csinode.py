"""CSINode: the drivers of a node; a driver that is there does not change, its limits apart."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.podspec import sources
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

ALLOW_UNCONDITIONAL_UPDATE = False
DRIVERS = Path("spec.drivers")
MAX_NODE_ID = 256


def validate(obj):
    problems, seen = [], set()
    for i, driver in enumerate((obj.get("spec") or {}).get("drivers") or ()):
        problems += _driver(driver, DRIVERS.index(i))
        name = driver.get("name", "")
        if name in seen:
            problems.append(field.duplicate(DRIVERS.index(i) / "name", name))
        seen.add(name)
    return problems


def _driver(driver, path):
    name, node_id = driver.get("name") or "", driver.get("nodeID") or ""
    problems = sources.csi_driver_name(name, path / "name") if name else [field.required(path / "name")]
    if not node_id:
        problems.append(field.required(path / "nodeID"))
    elif names.size(node_id) > MAX_NODE_ID:
        problems.append(field.invalid(path / "nodeID", node_id, f"must be {MAX_NODE_ID} characters or less"))
    if driver.get("allocatable") is not None:
        problems += text.non_negative(driver["allocatable"].get("count"), path.child("allocatable", "count"))
    seen = set()
    for key in driver.get("topologyKeys") or ():
        if not key or key in seen:
            problems.append(field.duplicate(path / "topologyKeys", key) if key else field.required(path / "topologyKeys"))
        seen.add(key)
        problems += text.qualified_name(key, path / "topologyKeys")
    return problems


def validate_update(obj, old):
    problems = meta.validate_meta(obj["metadata"], False) + validate(obj)
    known = {d.get("name"): d for d in (obj.get("spec") or {}).get("drivers") or ()}
    for driver in (old.get("spec") or {}).get("drivers") or ():
        new = known.get(driver.get("name"))
        if new is not None and new != driver and not _only_limits(new, driver):
            problems.append(field.invalid(DRIVERS, internal.value({**new, "allocatable": None}, "io.k8s.api.storage.v1.CSINodeDriver"), "field is immutable"))
    return problems


def _only_limits(new, old):
    return {**new, "allocatable": None} == {**old, "allocatable": None}
