"""PodTopologyLabels: a pod carries zone and region of the node it is bound to, so that containers can be told them."""
from __future__ import annotations

from kubectl_lite.api import resources

RESOURCES = (("", "pods"),)

COPIED = ("topology.kubernetes.io/zone", "topology.kubernetes.io/region")


def admit(attributes) -> None:
    """Label new pods that have a node, and bindings (whose labels the pod gets)."""
    if attributes.operation != "CREATE":
        return
    if attributes.is_("", "pods"):
        node = attributes.obj["spec"].get("nodeName")
    elif attributes.is_("", "pods", "binding"):
        target = attributes.obj.get("target") or {}
        node = target.get("kind") == "Node" and target.get("name")
    else:
        return
    found = attributes.objects.find(resources.find("", "v1", "nodes"), "", node) if node else None
    labels = ((found or {}).get("metadata") or {}).get("labels") or {}
    copied = {key: labels[key] for key in COPIED if key in labels}
    if copied:
        metadata = attributes.obj.setdefault("metadata", {})
        metadata["labels"] = {**(metadata.get("labels") or {}), **copied}
