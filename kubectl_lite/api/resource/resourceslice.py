"""ResourceSlice: the devices that a driver offers, on one node or several."""
from __future__ import annotations

import re

from kubectl_lite.api import internal
from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.podspec.affinity import node_selector
from kubectl_lite.api.resource import devices
from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SELECTABLE = ("spec.driver", "spec.nodeName")
FIELD_LABEL_ERROR = "field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: {}"
SPEC = Path("spec")
# the internal form of an attribute: its name there, ours
SHOWN = (("IntValue", "int"), ("BoolValue", "bool"), ("StringValue", "string"), ("VersionValue", "version"), ("IntValues", "ints"),
         ("BoolValues", "bools"), ("StringValues", "strings"), ("VersionValues", "versions"))
MAX_DEVICES, MAX_TEXT, MAX_POOL = 128, 64, 253
NODES = ("nodeName", "nodeSelector", "allNodes", "perDeviceNodeSelection")
ONE_OF = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required"
PER_DEVICE = "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec"
PER_DEVICE_ONE = "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec"
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
                    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?")
VALUES = ("int", "bool", "string", "version")


def selectable_fields(obj):
    spec = obj.get("spec") or {}
    return {"spec.driver": spec.get("driver", ""), "spec.nodeName": spec.get("nodeName", "")}


def prepare_for_create(obj):
    """No devices are not written."""
    spec = obj.get("spec") or {}
    if "devices" in spec and not spec["devices"]:
        del spec["devices"]


def prepare_for_update(obj, old):
    prepare_for_create(obj)


def _shown(attribute):
    return field.Raw("{" + ",".join(f'"{shown}":{field.go_json(attribute.get(name))}' for shown, name in SHOWN) + "}")


def validate(obj, old=None):
    spec, was = obj.get("spec") or {}, (old or {}).get("spec")
    problems = devices.driver_name(spec.get("driver") or "", SPEC / "driver") + _pool(spec.get("pool") or {}, SPEC / "pool")
    if was is not None:
        problems += _fixed(spec, was)
    problems += _nodes(spec)
    if as_sent(spec, "sharedCounters") is not None and as_sent(spec, "devices"):
        problems.append(field.invalid(SPEC, "", "only one of `sharedCounters` or `devices` is allowed"))
    return problems + devices.named_set(spec.get("devices") or (), MAX_DEVICES, lambda d, p: _device(d, p, spec), SPEC / "devices")


def validate_update(obj, old):
    return validate(obj, old)


def _fixed(spec, was):
    pool, old_pool = (spec.get("pool") or {}).get("name") or "", (was.get("pool") or {}).get("name") or ""
    problems = text.immutable(pool, old_pool, SPEC.child("pool", "name"))
    problems += text.immutable(spec.get("driver") or "", was.get("driver") or "", SPEC / "driver")
    return problems + text.immutable(spec.get("nodeName"), was.get("nodeName"), SPEC / "nodeName")


def _pool(pool, path):
    name, count, generation = pool.get("name") or "", pool.get("resourceSliceCount") or 0, pool.get("generation") or 0
    problems = [] if name else [field.required(path / "name")]
    if len(name) > MAX_POOL:
        problems.append(field.too_long(path / "name", MAX_POOL))
    for part in name.split("/") if name else ():
        problems += text.dns_subdomain(part, path / "name")
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
        if name == "nodeName":
            problems += text.dns_subdomain(value, path)
        elif name == "nodeSelector":
            problems += _selector(value, path)
        elif value is False:
            problems.append(field.invalid(path, value, "must be either unset or set to true"))
        if value or value == {}:
            found.append(f"`{name}`")
    if not found:
        problems.append(field.required(SPEC, ONE_OF))
    if len(found) > 1:
        problems.append(field.invalid(SPEC, "{" + ", ".join(found) + "}", ONE_OF + ", but multiple fields are set"))
    return problems


def _selector(selector, path):
    problems, terms = node_selector(selector, path), as_sent(selector, "nodeSelectorTerms")
    if len(terms or ()) != 1:
        shown = None if terms is None else internal.value(terms, "NodeSelectorTerm")
        problems.append(field.invalid(path / "nodeSelectorTerms", shown, "must have exactly one node selector term"))
    return problems


def _device(device, path, spec):
    problems = text.dns_label(device.get("name") or "", path / "name")
    for name, value in sorted((device.get("attributes") or {}).items()):
        at = (path / "attributes").key(name)
        problems += devices.qualified_attribute(name, at) + _attribute(value, at)
    for name, value in sorted((device.get("capacity") or {}).items()):
        at = (path / "capacity").key(name)
        problems += devices.qualified_attribute(name, at)
        if value.get("requestPolicy") is not None and not device.get("allowMultipleAllocations"):
            problems.append(field.forbidden(at / "requestPolicy", "allowMultipleAllocations must be true"))
    return problems + _device_nodes(device, path, spec)


def _device_nodes(device, path, spec):
    found = [name for name in ("nodeName", "nodeSelector", "allNodes") if device.get(name) is not None]
    if not spec.get("perDeviceNodeSelection"):
        return [field.invalid(path, None, PER_DEVICE)] if found else []
    if not found:
        return [field.required(path, PER_DEVICE_ONE)]
    problems = []
    if "nodeName" in found:
        problems += text.dns_subdomain(device["nodeName"], path / "nodeName")
    if "nodeSelector" in found:
        problems += _selector(device["nodeSelector"], path / "nodeSelector")
    if device.get("allNodes") is False:
        problems.append(field.invalid(path / "allNodes", False, "must be either unset or set to true"))
    if len(found) > 1:
        problems.append(field.invalid(path, "{" + ", ".join(f"`{n}`" for n in found) + "}", PER_DEVICE_ONE + ", but multiple fields are set"))
    return problems


def _attribute(attribute, path):
    problems, found = [], [name for name in VALUES if attribute.get(name) is not None]
    for name in ("string", "version"):
        value = attribute.get(name)
        if value is not None and name == "version" and not SEMVER.fullmatch(value):
            problems.append(field.invalid(path / name, value, "must be a string compatible with semver.org spec 2.0.0"))
        if value is not None and names.size(value) > MAX_TEXT:
            problems.append(field.too_long(path / name, MAX_TEXT))
    if not found:
        problems.append(field.invalid(path, "", "exactly one value must be specified"))
    if len(found) > 1:
        problems.append(field.invalid(path, _shown(attribute), "exactly one value must be specified"))
    return problems
