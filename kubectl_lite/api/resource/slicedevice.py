"""One device that a ResourceSlice offers, and the counters that devices share. Mirrors validateDevice and validateCounterSet."""
from __future__ import annotations

import re

from kubectl_lite.api.podspec.affinity import node_selector
from kubectl_lite.api.resource import capacity, identifiers, lists
from kubectl_lite.api.resource.allocation import binding
from kubectl_lite.api.resource.devices import EFFECTS
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names

# the internal form of an attribute: its name there, ours
SHOWN = (("IntValue", "int"), ("BoolValue", "bool"), ("StringValue", "string"), ("VersionValue", "version"), ("IntValues", "ints"),
         ("BoolValues", "bools"), ("StringValues", "strings"), ("VersionValues", "versions"))
MAX_TAINTS, MAX_ENTRIES, MAX_CONSUMED, MAX_COUNTERS, LONGEST_TEXT, LONGEST_LABEL = 16, 32, 2, 32, 64, 63
PER_DEVICE = "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec"
PER_DEVICE_ONE = "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec"
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
                    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?", re.ASCII)
VALUES = ("int", "bool", "string", "version")


def validate(device: dict, path, spec: dict, old: dict | None) -> list:
    """The field errors of a device; `old` is the one of that name before an update, whose capacity and taints may stay as they are."""
    problems, attributes, capacities = text.dns_label(device.get("name") or "", path / "name"), device.get("attributes") or {}, device.get("capacity") or {}
    total = len(attributes) + len(capacities)
    if total > MAX_ENTRIES:
        problems.append(field.invalid(path, total, f"the total number of attributes and capacities must not exceed {MAX_ENTRIES}"))
    problems += lists.mapping(attributes, None, identifiers.LONGEST_NAME, identifiers.qualified, _attribute, path / "attributes")
    if old is None or capacities != (old.get("capacity") or {}):
        shared = device.get("allowMultipleAllocations") is True
        problems += lists.mapping(capacities, None, identifiers.LONGEST_NAME, identifiers.qualified, lambda c, p: _capacity(c, shared, p), path / "capacity")
    if old is None or (device.get("taints") or []) != (old.get("taints") or []):
        problems += lists.each_of(device.get("taints") or (), MAX_TAINTS, _taint, path / "taints")
    consumed = device.get("consumesCounters") or ()
    problems += lists.named_set(consumed, MAX_CONSUMED, _consumption, path / "consumesCounters", key=lambda c: c.get("counterSet") or "")
    return problems + _nodes(device, path, spec) + binding(device, path)


def _attribute(attribute, path):
    problems, found = [], [name for name in VALUES if attribute.get(name) is not None]
    for name in ("string", "version"):
        value = attribute.get(name)
        if value is not None and name == "version" and not SEMVER.fullmatch(value):
            problems.append(field.invalid(path / name, value, "must be a string compatible with semver.org spec 2.0.0"))
        if value is not None and names.size(value) > LONGEST_TEXT:
            problems.append(field.too_long(path / name, LONGEST_TEXT))
    if len(found) != 1:
        problems.append(field.invalid(path, _shown(attribute) if found else "", "exactly one value must be specified"))
    return problems


def _shown(attribute):
    return field.Raw("{" + ",".join(f'"{shown}":{field.go_json(attribute.get(name))}' for shown, name in SHOWN) + "}")


def _capacity(value, shared, path):
    if value.get("requestPolicy") is None:
        return []
    at = path / "requestPolicy"
    return capacity.policy(value, at) if shared else [field.forbidden(at, "allowMultipleAllocations must be true")]


def _taint(taint, path):
    key, value, effect = (taint.get(name) or "" for name in ("key", "value", "effect"))
    problems = meta.label_name(key, path / "key") + (identifiers.label_value(value, path / "value") if value else [])
    return problems + text.one_of(effect, EFFECTS, path / "effect", absent="")


def counter_set(counters: dict, path) -> list:
    """A named set of counters that devices share."""
    return _counters(counters, "name", path)


def _consumption(consumed, path):
    return _counters(consumed, "counterSet", path)


def _counters(item, key, path):
    name, counters = item.get(key) or "", item.get("counters") or {}
    problems = text.dns_label(name, path / key) if name else [field.required(path / key)]
    if not counters:
        return [*problems, field.required(path / "counters")]
    return problems + lists.mapping(counters, MAX_COUNTERS, LONGEST_LABEL, text.dns_label, lambda _counter, _path: [], path / "counters")


def _nodes(device, path, spec):
    """On which nodes a device is, where its slice leaves that to its devices."""
    found = [name for name in ("nodeName", "nodeSelector", "allNodes") if device.get(name) is not None]
    if not spec.get("perDeviceNodeSelection"):
        return [field.invalid(path, None, PER_DEVICE)] if found else []
    problems, chosen = [], []
    if "nodeName" in found:
        name = device["nodeName"]
        problems += text.dns_subdomain(name, path / "nodeName") if name else [field.invalid(path / "nodeName", name, "must not be empty")]
        chosen += ["`nodeName`"] if name else []
    if "nodeSelector" in found:
        problems += node_selector(device["nodeSelector"], path / "nodeSelector")
        chosen.append("`nodeSelector`")
    if "allNodes" in found:
        chosen += ["`allNodes`"] if device["allNodes"] else []
        problems += [] if device["allNodes"] else [field.invalid(path / "allNodes", False, "must be either unset or set to true")]
    if not chosen:
        problems.append(field.required(path, PER_DEVICE_ONE))
    return problems if len(chosen) < 2 else [*problems, field.invalid(path, "{" + ", ".join(chosen) + "}", PER_DEVICE_ONE)]
