"""DenyServiceExternalIPs (off by default): services get no external IPs that they do not have."""
from __future__ import annotations

RESOURCES = (("", "services"),)


def validate(attributes) -> None:
    """Refuse new external IPs; old ones may stay or go."""
    if attributes.operation not in ("CREATE", "UPDATE") or not attributes.is_("", "services"):
        return
    new, old = (set((service or {"spec": {}})["spec"].get("externalIPs") or ()) for service in (attributes.obj, attributes.old))
    if not new <= old:
        raise attributes.forbidden("Use of external IPs is denied by admission control.")
