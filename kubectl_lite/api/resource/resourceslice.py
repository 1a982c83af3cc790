"""ResourceSlice: the devices that a driver offers, on one node or several."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.podspec.affinity import node_selector
from kubectl_lite.api.resource import identifiers, lists, slicedevice
from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SELECTABLE = ("spec.driver", "spec.nodeName")
FIELD_LABEL_ERROR = "field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: {}"
SPEC = Path("spec")
MAX_DEVICES, MAX_ADVANCED_DEVICES, MAX_COUNTER_SETS = 128, 64, 8
NODES = ("nodeName", "nodeSelector", "allNodes", "perDeviceNodeSelection")
ONE_OF = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required"
LIST_VALUES = ("ints", "bools", "strings", "versions")  # of attributes; an alpha feature, as are the resources of nodes that devices stand for
ALPHA = "nodeAllocatableResourceMappings"


def selectable_fields(obj):
    spec = obj.get("spec") or {}
    return {"spec.driver": spec.get("driver", ""), "spec.nodeName": spec.get("nodeName", "")}


def prepare_for_create(obj):
    """No devices are not written, nor what features that are off would need."""
    spec = obj.get("spec") or {}
    if "devices" in spec and not spec["devices"]:
        del spec["devices"]
    for device in spec.get("devices") or ():
        device.pop(ALPHA, None)
        for attribute in (device.get("attributes") or {}).values():
            for key in LIST_VALUES:
                attribute.pop(key, None)


def prepare_for_update(obj, old):
    prepare_for_create(obj)


def stamp(obj, _old, now):
    """A taint without a time was added now."""
    for device in (obj.get("spec") or {}).get("devices") or ():
        for taint in device.get("taints") or ():
            taint["timeAdded"] = taint.get("timeAdded") or now


def warnings(obj, _old):
    driver = (obj.get("spec") or {}).get("driver") or ""
    if driver == driver.lower():
        return []
    return [f"spec.driver: driver names should be lowercase; {field.go_quote(driver)} contains uppercase characters"]


def validate(obj, old=None):
    spec, was = obj.get("spec") or {}, (old or {}).get("spec")
    problems = identifiers.driver_name(spec.get("driver") or "", SPEC / "driver") + _pool(spec.get("pool") or {}, SPEC / "pool")
    if was is not None:
        problems += _fixed(spec, was)
    problems += _nodes(spec)
    if as_sent(spec, "sharedCounters") is not None and as_sent(spec, "devices"):
        problems.append(field.invalid(SPEC, "", "only one of `sharedCounters` or `devices` is allowed"))
    before = {device.get("name"): device for device in reversed((was or {}).get("devices") or ())}
    problems += lists.named_set(spec.get("devices") or (), _most_devices(spec),
                                lambda d, p: slicedevice.validate(d, p, spec, before.get(d.get("name"))), SPEC / "devices")
    return problems + lists.named_set(spec.get("sharedCounters") or (), MAX_COUNTER_SETS, slicedevice.counter_set, SPEC / "sharedCounters")


def validate_update(obj, old):
    return validate(obj, old)


def _most_devices(spec):
    advanced = any(device.get("taints") or device.get("consumesCounters") for device in spec.get("devices") or ())
    return MAX_ADVANCED_DEVICES if advanced else MAX_DEVICES


def _fixed(spec, was):
    pool, old_pool = (spec.get("pool") or {}).get("name") or "", (was.get("pool") or {}).get("name") or ""
    problems = text.immutable(pool, old_pool, SPEC.child("pool", "name"))
    problems += text.immutable(spec.get("driver") or "", was.get("driver") or "", SPEC / "driver")
    return problems + text.immutable(spec.get("nodeName"), was.get("nodeName"), SPEC / "nodeName")


def _pool(pool, path):
    count, generation = pool.get("resourceSliceCount") or 0, pool.get("generation") or 0
    problems = identifiers.pool_name(pool.get("name") or "", path / "name")
    if count <= 0:
        problems.append(field.invalid(path / "resourceSliceCount", count, "must be greater than zero"))
    if generation < 0:
        problems.append(field.invalid(path / "generation", generation, "must be greater than or equal to zero"))
    return problems


def _nodes(spec):
    problems, found = [], []
    for name in NODES:
        value, path = spec.get(name), SPEC / name
        if value is None:
            continue
        if value or value == {}:
            found.append(f"`{name}`")
        if name == "nodeName":
            problems += text.dns_subdomain(value, path) if value else [field.invalid(path, value, "must be either unset or set to a non-empty string")]
        elif name == "nodeSelector":
            problems += _selector(value, path)
        elif value is False:
            problems.append(field.invalid(path, value, "must be either unset or set to true"))
    if not found:
        problems.append(field.required(SPEC, ONE_OF))
    if len(found) > 1:
        problems.append(field.invalid(SPEC, "{" + ", ".join(found) + "}", ONE_OF + ", but multiple fields are set"))
    return problems


def _selector(selector, path):
    """One term alone, so that the selectors of several slices can be joined."""
    problems, terms = node_selector(selector, path), as_sent(selector, "nodeSelectorTerms")
    if len(terms or ()) != 1:
        shown = None if terms is None else internal.value(terms, "NodeSelectorTerm")
        problems.append(field.invalid(path / "nodeSelectorTerms", shown, "must have exactly one node selector term"))
    return problems
