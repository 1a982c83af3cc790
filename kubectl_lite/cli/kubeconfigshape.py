"""Whether a document is a kubeconfig, and what Go's decoder says if it is not."""
from __future__ import annotations

from kubectl_lite.cli.kubeconfig import LISTS

NO_KIND = 'no kind "{}" is registered for version "{}" in scheme "k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50"'
NO_MAP = ("couldn't get version/kind; json parse error: json: cannot unmarshal {} into Go value of type struct "
          '{{ APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }}')
NAMED = {"clusters": ("NamedCluster", "Cluster"), "contexts": ("NamedContext", "Context"), "users": ("NamedAuthInfo", "AuthInfo")}
TYPES = ((bool, "bool"), (str, "string"), ((int, float), "number"), (list, "array"), (dict, "object"))


def problem(content) -> str:
    """The complaint, or ""."""
    if content is None:
        return ""
    if not isinstance(content, dict):
        return NO_MAP.format(_type(content))
    kind, version = content.get("kind") or "Config", content.get("apiVersion") or "v1"
    if kind != "Config" or version != "v1":
        return NO_KIND.format(kind, version)
    if not isinstance(content.get("current-context") or "", str):
        return _mismatch(content["current-context"], "Config.current-context", "string")
    return next((text for text in (_list(name, content.get(name)) for name in LISTS) if text), "")


def _list(name: str, value) -> str:
    named, entry_type = NAMED[name]
    if value is None:
        return ""
    if not isinstance(value, list):
        return _mismatch(value, f"Config.{name}", f"[]v1.{named}")
    return next((text for text in (_entry(name, entry, named, entry_type) for entry in value) if text), "")


def _entry(name: str, entry, named: str, entry_type: str) -> str:
    if not isinstance(entry, dict):
        return _mismatch(entry, f"Config.{name}", f"v1.{named}")
    if not isinstance(entry.get("name") or "", str):
        return _mismatch(entry["name"], f"{named}.{name}.name", "string")
    inner = entry.get(LISTS[name])
    return "" if inner is None or isinstance(inner, dict) else _mismatch(inner, f"{named}.{name}.{LISTS[name]}", f"v1.{entry_type}")


def _mismatch(value, where: str, wanted: str) -> str:
    return f"json: cannot unmarshal {_type(value)} into Go struct field {where} of type {wanted}"


def _type(value) -> str:
    return next((name for kind, name in TYPES if isinstance(value, kind)), "null")
