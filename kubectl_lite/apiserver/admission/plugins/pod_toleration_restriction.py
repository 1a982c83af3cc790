"""PodTolerationRestriction (off by default): a namespace's annotations (else the plug-in's configuration) add tolerations to pods and limit them.

Mirrors plugin/pkg/admission/podtolerationrestriction.
"""
from __future__ import annotations

import json

from kubectl_lite.api import resources
from kubectl_lite.api.podspec.tolerations import covers, merged
from kubectl_lite.api.podspec.totals import qos_class
from kubectl_lite.machinery import errors

RESOURCES = (("", "pods"),)
DEFAULTS, ALLOWED = "scheduler.alpha.kubernetes.io/defaultTolerations", "scheduler.alpha.kubernetes.io/tolerationsWhitelist"
MEMORY_PRESSURE = {"key": "node.kubernetes.io/memory-pressure", "operator": "Exists", "effect": "NoSchedule"}


def admit(attributes) -> None:
    """Add the default tolerations of the namespace or the cluster."""
    if attributes.operation not in ("CREATE", "UPDATE") or not attributes.is_("", "pods"):
        return
    spec = attributes.obj["spec"]
    tolerations = spec.get("tolerations") or []
    if attributes.operation == "CREATE":
        defaults = _annotation(attributes, DEFAULTS)
        tolerations = merged(_configuration(attributes, "default") if defaults is None else defaults, tolerations)
    if qos_class(spec) != "BestEffort":
        tolerations = merged(tolerations, [dict(MEMORY_PRESSURE)])
    if tolerations:
        spec["tolerations"] = tolerations
    validate(attributes)


def validate(attributes) -> None:
    """Refuse a toleration that the namespace, or else the cluster, does not allow."""
    if attributes.operation not in ("CREATE", "UPDATE") or not attributes.is_("", "pods"):
        return
    allowed, scope = _annotation(attributes, ALLOWED), "namespace"
    if allowed is None:
        allowed, scope = _configuration(attributes, "whitelist"), "cluster"
    tolerations = attributes.obj["spec"].get("tolerations") or []
    if allowed and not all(any(covers(a, t) for a in allowed) for t in tolerations):
        raise errors.internal_text(f"pod tolerations (possibly merged with namespace default tolerations) conflict with its {scope} whitelist")


def _configuration(attributes, key):
    return (attributes.server.settings.plugin_configuration("PodTolerationRestriction") or {}).get(key) or []


def _annotation(attributes, name):
    """The tolerations of an annotation, [] for an empty one, None without it."""
    namespace = attributes.objects.find(resources.find("", "v1", "namespaces"), "", attributes.namespace)
    text = ((namespace or {"metadata": {}})["metadata"].get("annotations") or {}).get(name)
    if not text:
        return None if text is None else []
    try:
        return json.loads(text)
    except ValueError:
        from kubectl_lite.machinery.manifests.gojson import unmarshal_error
        raise errors.internal_text(unmarshal_error(text)) from None
