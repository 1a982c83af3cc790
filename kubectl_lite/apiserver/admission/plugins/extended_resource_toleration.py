"""ExtendedResourceToleration (off by default): pods that ask for an extended resource tolerate the taint of that name."""
from __future__ import annotations

from kubectl_lite.api.podspec.resources import is_extended

RESOURCES = (("", "pods"),)


def admit(attributes) -> None:
    """Add a toleration for each extended resource of the containers."""
    if attributes.operation not in ("CREATE", "UPDATE") or not attributes.is_("", "pods"):
        return
    spec = attributes.obj["spec"]
    asked = {name for key in ("containers", "initContainers") for c in spec.get(key) or () for name in (c.get("resources") or {}).get("requests") or ()}
    held = spec.get("tolerations") or []
    added = [{"key": name, "operator": "Exists", "effect": "NoSchedule"} for name in sorted(asked) if is_extended(name)]
    missing = [toleration for toleration in added if toleration not in held]
    if missing:
        spec["tolerations"] = held + missing
