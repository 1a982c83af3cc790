"""Conditions that the API server itself writes into the status of some objects, through its own pipeline as its controllers do."""
from __future__ import annotations

from kubectl_lite.machinery.wire import Request, UserInfo

API_SERVER = UserInfo("system:apiserver", ("system:masters",))
APPLY = "application/apply-patch+yaml"


def update_condition(server, resource, obj: dict, condition: tuple, manager: str) -> None:
    """Set the condition (type, status, reason, message) of an object with a PUT; nothing is sent when it says so already."""
    new = _new(server, obj, condition)
    if new:
        status = obj.get("status") or {}
        others = [c for c in status.get("conditions") or () if c["type"] != new["type"]]
        body = {**obj, "status": {**status, "conditions": [*others, new]}}
        server.handle(Request("PUT", _path(resource, obj), {"fieldManager": [manager]}, {}, body, API_SERVER))


def apply_condition(server, resource, obj: dict, condition: tuple, manager: str) -> None:
    """The same by server-side apply."""
    new = _new(server, obj, condition)
    if new:
        body = {"apiVersion": resource.api_version, "kind": resource.kind, "metadata": {"name": obj["metadata"]["name"]}, "status": {"conditions": [new]}}
        query = {"fieldManager": [manager], "force": ["true"]}
        server.handle(Request("PATCH", _path(resource, obj), query, {"content-type": APPLY}, body, API_SERVER))


def _new(server, obj, condition):
    """The condition as it shall be, or None when it is so already."""
    new = dict(zip(("type", "status", "reason", "message"), condition))
    old = next((c for c in (obj.get("status") or {}).get("conditions") or () if c["type"] == new["type"]), {})
    if all(old.get(key) == value for key, value in new.items()):
        return None
    since = old.get("lastTransitionTime") if old.get("status") == new["status"] else None
    return {**new, "lastTransitionTime": since or server.env.timestamp()}


def _path(resource, obj):
    return f"{resource.path(obj['metadata'].get('namespace', ''))}/{obj['metadata']['name']}/status"
