"""The conditions and the finalizer of CustomResourceDefinitions."""
from __future__ import annotations

CLEANUP = "customresourcecleanup.apiextensions.k8s.io"
TERMINATING, ESTABLISHED = "Terminating", "Established"


def set_condition(conditions: list[dict], now: str, kind: str, status: str, reason: str, message: str) -> None:
    """SetCRDCondition, in place: the transition time moves with the status alone."""
    for condition in conditions:
        if condition["type"] == kind:
            if condition["status"] != status:
                condition["lastTransitionTime"] = now
            condition.update(status=status, reason=reason, message=message)
            return
    conditions.append({"type": kind, "status": status, "lastTransitionTime": now, "reason": reason, "message": message})


def with_condition(crd: dict, now: str, reason: str, message: str, status: str = "True") -> dict:
    """A definition with its Terminating condition set."""
    conditions = [dict(c) for c in (crd.get("status") or {}).get("conditions") or ()]
    set_condition(conditions, now, TERMINATING, status, reason, message)
    return {**crd, "status": {**(crd.get("status") or {}), "conditions": conditions}}


def is_true(crd: dict, kind: str) -> bool:
    """Whether a condition is True."""
    return any(c["type"] == kind and c["status"] == "True" for c in (crd.get("status") or {}).get("conditions") or ())
