"""-o name: `kind.group/name`, a line per object."""
from __future__ import annotations

from kubectl_lite.printers.formats.errors import FormatError


class Printer:
    """Lists are printed item by item."""
    __slots__ = ()

    def __init__(self, managed: bool = False, typed: bool = False):
        pass

    def __call__(self, obj: dict) -> str:
        if str(obj.get("kind", "")).endswith("List") and isinstance(obj.get("items"), list):
            return "".join(map(self, obj["items"]))
        return name(obj) + "\n"


def name(obj: dict) -> str:
    """`pod/a`, `deployment.apps/b`."""
    named = (obj.get("metadata") or {}).get("name") or "<unknown>"
    kind, group = obj.get("kind") or "", (obj.get("apiVersion") or "").rpartition("/")[0]
    if not kind:
        raise FormatError(f"missing kind for resource with name {named}")
    return f"{kind.lower()}.{group}/{named}" if group else f"{kind.lower()}/{named}"
