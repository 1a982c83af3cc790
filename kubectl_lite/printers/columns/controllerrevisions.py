"""Columns of controller revisions: printControllerRevision."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Controller", "string", "", 0),
    ("Revision", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], _controller(obj["metadata"]), obj.get("revision", 0), age(obj, now)]


def _controller(meta: dict) -> str:
    for ref in meta.get("ownerReferences") or ():
        if ref.get("controller"):
            group = ref.get("apiVersion", "").rpartition("/")[0]
            kind = f"{ref['kind']}.{group}" if group else ref["kind"]
            return f"{kind.lower()}/{ref['name']}"
    return "<none>"
