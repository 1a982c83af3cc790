"""PodTolerationRestriction (off by default): a namespace's annotations add tolerations to its pods and limit which they may have."""
from __future__ import annotations

import json

from kubectl_lite.api import resources
from kubectl_lite.api.podspec.totals import qos_class

RESOURCES = (("", "pods"),)

DEFAULTS, ALLOWED = "scheduler.alpha.kubernetes.io/defaultTolerations", "scheduler.alpha.kubernetes.io/tolerationsWhitelist"
MEMORY_PRESSURE = {"key": "node.kubernetes.io/memory-pressure", "operator": "Exists", "effect": "NoSchedule"}


def admit(attributes) -> None:
    """Add the namespace's default tolerations."""
    if attributes.operation not in ("CREATE", "UPDATE") or not attributes.is_("", "pods"):
        return
    spec = attributes.obj["spec"]
    tolerations = list(spec.get("tolerations") or [])
    if attributes.operation == "CREATE":
        tolerations += [t for t in _annotation(attributes, DEFAULTS) or [] if t not in tolerations]
    if qos_class(spec) != "BestEffort" and MEMORY_PRESSURE not in tolerations:
        tolerations.append(dict(MEMORY_PRESSURE))
    if tolerations:
        spec["tolerations"] = tolerations
    validate(attributes)


def validate(attributes) -> None:
    """Refuse a toleration that is not on the namespace's list."""
    if attributes.operation not in ("CREATE", "UPDATE") or not attributes.is_("", "pods"):
        return
    allowed = _annotation(attributes, ALLOWED)
    if not allowed:
        return
    for toleration in attributes.obj["spec"].get("tolerations") or []:
        if toleration != MEMORY_PRESSURE and not any(_within(toleration, a) for a in allowed):
            raise attributes.forbidden("pod tolerations (possibly merged with namespace default tolerations) conflict with its namespace whitelist")


def _within(toleration, allowed):
    return all(allowed.get(k) in (None, "", toleration.get(k)) for k in ("key", "operator", "value", "effect"))


def _annotation(attributes, name):
    namespace = attributes.objects.find(resources.find("", "v1", "namespaces"), "", attributes.namespace)
    text = ((namespace or {"metadata": {}})["metadata"].get("annotations") or {}).get(name)
    return json.loads(text) if text else None
