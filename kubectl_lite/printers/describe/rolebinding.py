"""kubectl describe rolebinding and clusterrolebinding."""
from __future__ import annotations

from kubectl_lite.printers.describe.writer import Writer, head


def related(obj: dict) -> dict:
    return {}


def describe(obj: dict, related: dict, now: float) -> str:
    role, w = obj.get("roleRef") or {}, Writer()
    head(w, obj, namespaced=False)
    w.line(0, "Role:")
    w.rows(1, ("Kind:", role.get("kind", "")), ("Name:", role.get("name", "")))
    w.line(0, "Subjects:")
    w.rows(1, ("Kind", "Name", "Namespace"), ("----", "----", "---------"),
           *((s.get("kind", ""), s.get("name", ""), s.get("namespace", "")) for s in obj.get("subjects") or ()))
    return w.text()
