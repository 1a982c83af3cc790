"""Subjects of role bindings from --user, --group and --serviceaccount."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError

GROUP = "rbac.authorization.k8s.io"


def subjects(flags) -> list[dict]:
    """Users, groups and service accounts in this order."""
    out = [{"kind": "User", "apiGroup": GROUP, "name": user} for user in flags["user"]]
    out += [{"kind": "Group", "apiGroup": GROUP, "name": group} for group in flags["group"]]
    return out + [service_account(text) for text in flags["serviceaccount"]]


def service_account(text: str) -> dict:
    """"namespace:name"."""
    parts = text.split(":")
    if len(parts) != 2 or not parts[1]:
        raise CommandError("serviceaccount must be <namespace>:<name>")
    return {"kind": "ServiceAccount", "name": parts[1], "namespace": parts[0]}


def binding(kind: str, name: str, role_kind: str, role: str, flags) -> dict:
    """A RoleBinding or ClusterRoleBinding."""
    obj = {"kind": kind, "apiVersion": f"{GROUP}/v1", "metadata": {"name": name}}
    found = subjects(flags)
    if found:
        obj["subjects"] = found
    obj["roleRef"] = {"apiGroup": GROUP, "kind": role_kind, "name": role}
    return obj
