"""Audiences of tokens that kubelets ask for: those that the pod's volumes need, or that the node has a right to.

Mirrors validateNodeServiceAccountAudience of plugin/pkg/admission/noderestriction.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.authz import chain as authz
from kubectl_lite.apiserver.authz.attributes import Attributes

VERB = "request-serviceaccounts-token-audience"


def check(attributes, pod: dict) -> None:
    """Forbidden for an audience that is none of a node's business."""
    asked = (attributes.obj.get("spec") or {}).get("audiences") or [""]
    if len(asked) > 1:
        raise attributes.forbidden("node may only request 0 or 1 audiences")
    if any(asked[0] in of_volume(attributes.objects, pod, volume) for volume in pod["spec"].get("volumes") or ()):
        return
    question = Attributes(attributes.user, VERB, "", "", asked[0], namespace=attributes.namespace, name=attributes.name)
    if not authz.decide(attributes.server, question)[0]:
        raise attributes.forbidden(f'audience "{asked[0]}" not found in pod spec volume, {attributes.user.name} is not authorized to request tokens for this audience')


def of_volume(objects, pod, volume):
    """The audiences that a volume needs tokens for; "" is that of the API server."""
    sources = (volume.get("projected") or {}).get("sources") or ()
    yield from (source["serviceAccountToken"].get("audience", "") for source in sources if source.get("serviceAccountToken"))
    driver = _driver(objects, pod, volume)
    found = objects.find(resources.find("storage.k8s.io", "v1", "csidrivers"), "", driver) if driver else None
    yield from (request.get("audience", "") for request in ((found or {}).get("spec") or {}).get("tokenRequests") or ())


def _driver(objects, pod, volume):
    """The CSI driver of a volume: its own, or that of the volume to which its claim is bound."""
    if volume.get("csi"):
        return volume["csi"]["driver"]
    metadata = pod["metadata"]
    if volume.get("persistentVolumeClaim"):
        claim = objects.find(resources.find("", "v1", "persistentvolumeclaims"), metadata["namespace"], volume["persistentVolumeClaim"]["claimName"])
    else:
        claim = (volume.get("ephemeral") or {}).get("volumeClaimTemplate")
    bound = ((claim or {}).get("spec") or {}).get("volumeName")
    found = objects.find(resources.find("", "v1", "persistentvolumes"), "", bound) if bound else None
    return (((found or {}).get("spec") or {}).get("csi") or {}).get("driver")
