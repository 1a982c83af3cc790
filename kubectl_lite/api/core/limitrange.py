"""LimitRange: defaults for containers, and limits that do not contradict each other."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_update  # noqa: F401
from kubectl_lite.api.podspec import resources
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, quantity
from kubectl_lite.machinery.field import Path

ALLOW_CREATE_ON_UPDATE = True
LIMITS = Path("spec.limits")
TYPES = ("Pod", "Container", "PersistentVolumeClaim")
LISTS = ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")

# (lower, upper, where it shows, whose value it shows, words)
ORDER = (("min", "max", "min", "min", "min value {} is greater than max value {}"),
         ("min", "defaultRequest", "defaultRequest", "defaultRequest", "min value {} is greater than default request value {}"),
         ("defaultRequest", "max", "defaultRequest", "defaultRequest", "default request value {} is greater than max value {}"),
         ("defaultRequest", "default", "defaultRequest", "defaultRequest", "default request value {} is greater than default limit value {}"),
         ("min", "default", "default", "min", "min value {} is greater than default value {}"),
         ("default", "max", "default", "max", "default value {} is greater than max value {}"))


def default(obj):
    """SetDefaults_LimitRangeItem: what is not said for containers follows from what is."""
    for item in (obj.get("spec") or {}).get("limits") or ():
        for name in LISTS:
            for key in item.get(name) or ():
                item[name][key] = quantity.canonical_rounded(item[name][key])
        if item.get("type") == "Container":
            _default_container(item)


def prepare_for_create(obj):
    """A limit range without a name gets one that nobody else has."""
    if not obj["metadata"].get("name"):
        obj["metadata"]["name"] = obj["metadata"]["uid"]


def _default_container(item):
    limits, requests = dict(item.get("default") or {}), dict(item.get("defaultRequest") or {})
    for key, value in (item.get("max") or {}).items():
        limits.setdefault(key, value)
    for key, value in limits.items():
        requests.setdefault(key, value)
    for key, value in (item.get("min") or {}).items():
        requests.setdefault(key, value)
    for name, values in (("default", limits), ("defaultRequest", requests)):
        if values:
            item[name] = values


def validate(obj):
    problems, seen = [], set()
    for i, item in enumerate((obj.get("spec") or {}).get("limits") or ()):
        path, kind = LIMITS.index(i), item.get("type") or ""
        problems += _type(kind, path / "type")
        if kind in seen:
            problems.append(field.duplicate(path / "type", kind))
        seen.add(kind)
        problems += _item(item, kind, path)
    return problems


def _type(kind, path):
    problems = text.qualified_name(kind, path)
    if not problems and "/" not in kind and kind not in TYPES:
        return [field.invalid(path, kind, "must be a standard limit type or fully qualified")]
    return problems


def _item(item, kind, path):
    name_check = resources.container_resource_name if kind in ("Pod", "Container") else resources.resource_name
    problems, keys = [], set()
    for name in LISTS:
        values = item.get(name) or {}
        if kind == "Pod" and name in ("default", "defaultRequest"):
            problems += [field.forbidden(path / name, "may not be specified when `type` is 'Pod'")] if values else []
            continue
        keys |= set(values)
        for key in sorted(values):
            problems += name_check(key, (path / name).key(key))
        if name == "defaultRequest":
            problems += _claim(item, kind, path)
    for key in sorted(keys):
        problems += _consistent(item, key, path)
    return problems


def _claim(item, kind, path):
    if kind != "PersistentVolumeClaim" or any("storage" in (item.get(name) or {}) for name in ("min", "max")):
        return []
    return [field.required(path / "limits", "either minimum or maximum storage value is required, but neither was provided")]


def _consistent(item, key, path):
    found = {name: quantity.parse(item[name][key]) for name in LISTS if key in (item.get(name) or {})}
    problems = []
    for lower, upper, where, shown, words in ORDER:
        if lower in found and upper in found and found[lower] > found[upper]:
            problems.append(field.invalid((path / where).key(key), str(found[shown]), words.format(found[lower], found[upper])))
    problems += _ratio(found, (path / "maxLimitRequestRatio").key(key))
    if not resources.may_overcommit(key) and "default" in found and "defaultRequest" in found and found["default"] != found["defaultRequest"]:
        problems.append(field.invalid((path / "defaultRequest").key(key), str(found["defaultRequest"]),
                                      f"default value {found['default']} must equal to defaultRequest value {found['defaultRequest']} in {key}"))
    return problems


def _ratio(found, path):
    ratio, problems = found.get("maxLimitRequestRatio"), []
    if ratio is None:
        return []
    if ratio < quantity.from_value(1):
        problems.append(field.invalid(path, str(ratio), f"ratio {ratio} is less than 1"))
    if "min" in found and "max" in found and found["min"].nanos:
        most = found["max"].milli_value() / found["min"].milli_value()
        if ratio.milli_value() / 1000 > most:
            problems.append(field.invalid(path, str(ratio), f"ratio {ratio} is greater than max/min = {most:f}"))
    return problems


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], True) + validate(obj)
