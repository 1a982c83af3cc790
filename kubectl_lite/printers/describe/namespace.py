"""kubectl describe namespace, with its quotas and limits."""
from __future__ import annotations

from kubectl_lite.printers.ages import rfc1123z
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.quotas import namespace_limits, namespace_quotas
from kubectl_lite.printers.describe.writer import Writer, head


def related(obj: dict) -> dict:
    name = obj["metadata"]["name"]
    return {"quotas": fetching.collection("/api/v1", "resourcequotas", name), "limits": fetching.collection("/api/v1", "limitranges", name)}


def describe(obj: dict, related: dict, now: float) -> str:
    status, w = obj.get("status") or {}, Writer()
    head(w, obj, namespaced=False)
    w.field("Status", status.get("phase", ""))
    conditions(w, status.get("conditions"))
    for key, write in (("quotas", namespace_quotas), ("limits", namespace_limits)):
        answer = related[key]
        if getattr(answer, "reason", "") != "NotFound":
            w.line(0)
            write(w, fetching.body(answer).get("items") or [])
    return w.text()


def conditions(w: Writer, listed: list[dict] | None) -> None:
    """The conditions of a namespace or a service CIDR."""
    if listed:
        w.line(0, "Conditions:")
        w.rows(1, ("Type", "Status", "LastTransitionTime", "Reason", "Message"), ("----", "------", "------------------", "------", "-------"))
    w.rows(1, *((c.get("type", ""), c.get("status", ""), rfc1123z(c.get("lastTransitionTime")), c.get("reason", ""), c.get("message", ""))
                for c in listed or ()))
