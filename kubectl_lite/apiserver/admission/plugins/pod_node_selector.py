"""PodNodeSelector (off by default): a namespace's annotation (else the plug-in's configuration) says on which nodes its pods may run.

Mirrors plugin/pkg/admission/podnodeselector.
"""
from __future__ import annotations

from kubectl_lite.api import resources

RESOURCES = (("", "pods"),)

ANNOTATION, CLUSTER_DEFAULT, CONFIGURATION = "scheduler.alpha.kubernetes.io/node-selector", "clusterDefaultNodeSelector", "podNodeSelectorPluginConfig"


def admit(attributes) -> None:
    """Add the selector of the namespace to a new pod."""
    if attributes.operation != "CREATE" or not attributes.is_("", "pods"):
        return
    wanted, spec = _wanted(attributes), attributes.obj["spec"]
    _check_conflict(attributes, wanted)
    merged = {**wanted, **(spec.get("nodeSelector") or {})}
    if merged:
        spec["nodeSelector"] = merged
    validate(attributes)


def validate(attributes) -> None:
    """Refuse a selector that contradicts the namespace's, or is not on its list."""
    if attributes.operation != "CREATE" or not attributes.is_("", "pods"):
        return
    _check_conflict(attributes, _wanted(attributes))
    allowed = parsed(_configuration(attributes).get(attributes.namespace, ""))
    if allowed and any(allowed.get(key) != value for key, value in (attributes.obj["spec"].get("nodeSelector") or {}).items()):
        raise attributes.forbidden("pod node label selector labels conflict with its namespace whitelist")


def _check_conflict(attributes, wanted):
    held = attributes.obj["spec"].get("nodeSelector") or {}
    if any(held.get(key, value) != value for key, value in wanted.items()):
        raise attributes.forbidden("pod node label selector conflicts with its namespace node label selector")


def _wanted(attributes):
    found = attributes.objects.find(resources.find("", "v1", "namespaces"), "", attributes.namespace)
    annotations = ((found or {}).get("metadata") or {}).get("annotations") or {}
    return parsed(annotations[ANNOTATION] if ANNOTATION in annotations else _configuration(attributes).get(CLUSTER_DEFAULT, ""))


def _configuration(attributes):
    return (attributes.server.settings.plugin_configuration("PodNodeSelector") or {}).get(CONFIGURATION) or {}


def parsed(text: str) -> dict:
    """The labels of a selector such as "env=test, disk=ssd"."""
    pairs = (part.replace("==", "=").partition("=") for part in text.split(",") if part.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}
