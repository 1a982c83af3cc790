"""Columns of role bindings and cluster role bindings: print{,Cluster}RoleBinding."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Role", "string", "", 0),
    ("Age", "string", "", 0),
    ("Users", "string", "", 1),
    ("Groups", "string", "", 1),
    ("ServiceAccounts", "string", "", 1),
)


def cells(obj: dict, now: float) -> list:
    role, subjects = obj.get("roleRef") or {}, obj.get("subjects") or ()
    users, groups = ([s["name"] for s in subjects if s.get("kind") == kind] for kind in ("User", "Group"))
    accounts = [f"{s.get('namespace', '')}/{s['name']}" for s in subjects if s.get("kind") == "ServiceAccount"]
    return [obj["metadata"]["name"], f"{role.get('kind', '')}/{role.get('name', '')}", age(obj, now),
            ", ".join(users), ", ".join(groups), ", ".join(accounts)]
