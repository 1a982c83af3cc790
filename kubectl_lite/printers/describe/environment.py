"""Environment variables of a container, with references to the pod and to resources resolved (kubectl's util/fieldpath, util/resource)."""
from __future__ import annotations

import re

from kubectl_lite.printers.describe.writer import Writer

SUBSCRIPT = re.compile(r"(.*)\['([^']*)'\]\Z")
DIVIDED = {"cpu": "milli_value", "memory": "value", "ephemeral-storage": "value"}


def sources(w: Writer, container: dict) -> None:
    """envFrom."""
    if container.get("envFrom"):
        w.line(2, "Environment Variables from:")
    for entry in container.get("envFrom") or ():
        kind, ref = _source(entry)
        prefix = f" with prefix '{entry['prefix']}'" if entry.get("prefix") else ""
        w.rows(3, (ref.get("name", ""), kind + prefix, f"Optional: {_bool(ref.get('optional'))}"))


def _source(entry: dict) -> tuple[str, dict]:
    for key, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
        if entry.get(key) is not None:
            return kind, entry[key]
    return "", {}


def variables(w: Writer, container: dict, pod: dict | None) -> None:
    """env."""
    listed = container.get("env") or ()
    w.line(2, "Environment:" + ("" if listed else "\t<none>"))
    for variable in listed:
        if variable.get("valueFrom") is None:
            first, *more = variable.get("value", "").split("\n")
            w.rows(3, (f"{variable['name']}:", first), *(("", line) for line in more))
        else:
            w.rows(3, *_reference(variable["name"], variable["valueFrom"], container, pod))


def _reference(name: str, source: dict, container: dict, pod: dict | None) -> list[tuple]:
    if source.get("fieldRef") is not None:
        ref = source["fieldRef"]
        value = pod_field(pod, ref.get("fieldPath", "")) if pod else ""
        return [(f"{name}:", f"{value} ({ref.get('apiVersion', '')}:{ref.get('fieldPath', '')})")]
    if source.get("resourceFieldRef") is not None:
        ref = source["resourceFieldRef"]
        return [(f"{name}:", f"{_resource_text(ref, container)} ({ref.get('resource', '')})")]
    for key, words in (("secretKeyRef", "in secret"), ("configMapKeyRef", "of config map")):
        if source.get(key) is not None:
            ref = source[key]
            return [(f"{name}:", f"<set to the key '{ref.get('key', '')}' {words} '{ref.get('name', '')}'>", f"Optional: {_bool(ref.get('optional'))}")]
    return []


def pod_field(pod: dict, path: str) -> str:
    """fieldpath.ExtractFieldPathAsString: only metadata can be resolved; "" for the rest."""
    meta = pod["metadata"]
    subscript = SUBSCRIPT.match(path)
    if subscript:
        return (meta.get(subscript[1].removeprefix("metadata.")) or {}).get(subscript[2], "") if subscript[1].startswith("metadata.") else ""
    if path in ("metadata.labels", "metadata.annotations"):
        from kubectl_lite.machinery.field import go_quote
        values = meta.get(path.removeprefix("metadata.")) or {}
        return "\n".join(f"{key}={go_quote(values[key])}" for key in sorted(values))
    return meta.get(path.removeprefix("metadata."), "") if path in ("metadata.name", "metadata.namespace", "metadata.uid") else ""


def _resource_text(ref: dict, container: dict) -> str:
    resource = ref.get("resource", "")
    value = resource_value(ref, container)
    return "node allocatable" if value == "0" and resource in ("limits.cpu", "limits.memory") else value


def resource_value(ref: dict, container: dict) -> str:
    """resource.ExtractContainerResourceValue: an amount in units of the divisor, rounded up; "" for what cannot be referred to."""
    from kubectl_lite.machinery.quantity import parse
    kind, _, name = ref.get("resource", "").partition(".")
    measure = DIVIDED.get(name) or ("value" if name.startswith("hugepages-") else "")
    if kind not in ("limits", "requests") or not measure:
        return ""
    divisor = parse(ref.get("divisor"))
    unit = getattr(divisor if divisor else parse("1"), measure)()
    amount = getattr(parse(((container.get("resources") or {}).get(kind) or {}).get(name)), measure)()
    return str(-(-amount // unit))


def _bool(value) -> str:
    return "true" if value else "false"
