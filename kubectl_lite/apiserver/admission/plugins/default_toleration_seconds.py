"""DefaultTolerationSeconds: pods stay for five minutes on a node that is not ready or unreachable, unless they say otherwise."""
from __future__ import annotations

RESOURCES = (("", "pods"),)

SECONDS = 300
TAINTS = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")


def admit(attributes) -> None:
    """Add the tolerations a pod lacks."""
    if not attributes.is_("", "pods") or attributes.operation not in ("CREATE", "UPDATE"):
        return
    spec = attributes.obj["spec"]
    tolerations = spec.get("tolerations") or []
    missing = [key for key in TAINTS if not any(_tolerates(t, key) for t in tolerations)]
    if missing:
        spec["tolerations"] = tolerations + [
            {"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": SECONDS} for key in missing]


def _tolerates(toleration, key):
    return toleration.get("key", "") in (key, "") and toleration.get("effect", "") in ("NoExecute", "")
