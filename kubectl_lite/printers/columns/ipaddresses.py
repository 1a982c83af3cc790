"""Columns of IP addresses: printIPAddress, which gives an age that no column is declared for."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("ParentRef", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], _parent((obj.get("spec") or {}).get("parentRef")), age(obj, now)]


def _parent(ref: dict | None) -> str:
    if not ref:
        return "<none>"
    resource, group, namespace = ref.get("resource", ""), ref.get("group"), ref.get("namespace")
    parts = [(f"{resource}.{group}" if group else resource).lower(), namespace or "", ref.get("name", "")]
    return "/".join(part for i, part in enumerate(parts) if part or i != 1)
