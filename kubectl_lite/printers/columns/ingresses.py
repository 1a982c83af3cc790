"""Columns of ingresses: printIngress."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.text import load_balancer

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Class", "string", "", 0),
    ("Hosts", "string", "", 0),
    ("Address", "string", "", 0),
    ("Ports", "string", "", 0),
    ("Age", "string", "", 0),
)
SHOWN = 3


def cells(obj: dict, now: float) -> list:
    spec = obj.get("spec") or {}
    return [obj["metadata"]["name"], spec.get("ingressClassName", "<none>"), _hosts(spec.get("rules") or ()), load_balancer(obj),
            "80, 443" if spec.get("tls") else "80", age(obj, now)]


def _hosts(rules) -> str:
    hosts: list[str] = []
    for i, rule in enumerate(rules):
        if len(hosts) == SHOWN:
            return f"{','.join(hosts)} + {len(rules) - SHOWN} more..."
        if rule.get("host"):
            hosts.append(rule["host"])
    return ",".join(hosts) or "*"
