"""Node: what a kubelet (system:node:NAME in system:nodes) may do with the objects related to its node. Mirrors plugin/pkg/auth/authorizer/node."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.authz.rbac import GROUP, allows

PREFIX, NODES = "system:node:", "system:nodes"
ROLE = "system:node"
READ = ("get", "list", "watch")
# resource -> the pod volume or field that makes an object related to a node's pods
RELATED = ("secrets", "configmaps", "persistentvolumeclaims", "persistentvolumes", "serviceaccounts", "resourceclaims")


def authorize(server, attributes):
    """(True, "") when the request is a kubelet's own business; (None, why) otherwise."""
    user = attributes.user
    if not user.name.startswith(PREFIX) or NODES not in user.groups:
        return None, ""
    node = user.name[len(PREFIX):]
    if attributes.is_resource and attributes.resource in RELATED and attributes.verb in READ and not attributes.subresource:
        if _related(server, node, attributes):
            return True, ""
        return None, f"no relationship found between node '{node}' and this object"
    if any(allows(rule, attributes) for rule in _rules(server)):
        return True, ""
    return None, ""


def _rules(server):
    role = server.objects.find(resources.find(GROUP, "v1", "clusterroles"), "", ROLE)
    return (role or {}).get("rules") or []


def _related(server, node, attributes):
    """Whether a pod of the node refers to the object."""
    pods, _ = server.objects.list(resources.find("", "v1", "pods"), attributes.namespace)
    mine = [pod for pod in pods if pod["spec"].get("nodeName") == node]
    if attributes.resource == "persistentvolumes":
        return any(_volume_of_claim(server, pod, attributes.name) for pod in mine)
    return any(attributes.name in _references(pod, attributes.resource) for pod in mine)


def _references(pod, resource):
    spec = pod["spec"]
    if resource == "serviceaccounts":
        return {spec.get("serviceAccountName", "")}
    found = {s.get("name") for s in spec.get("imagePullSecrets") or []} if resource == "secrets" else set()
    for volume in spec.get("volumes") or []:
        found |= set(_volume_references(volume, resource))
    for container in (spec.get("initContainers") or []) + spec["containers"]:
        found |= set(_env_references(container, resource))
    return found


def _volume_references(volume, resource):
    if resource == "persistentvolumeclaims" and "persistentVolumeClaim" in volume:
        yield volume["persistentVolumeClaim"]["claimName"]
    sources = [volume] + ((volume.get("projected") or {}).get("sources") or [])
    for source in sources:
        if resource == "secrets" and "secret" in source:
            yield source["secret"].get("secretName") or source["secret"].get("name")
        if resource == "configmaps" and "configMap" in source:
            yield source["configMap"].get("name")


def _env_references(container, resource):
    ref, key = ("secretRef", "secretKeyRef") if resource == "secrets" else ("configMapRef", "configMapKeyRef")
    for source in container.get("envFrom") or []:
        yield source.get(ref, {}).get("name")
    for variable in container.get("env") or []:
        yield variable.get("valueFrom", {}).get(key, {}).get("name")


def _volume_of_claim(server, pod, volume):
    claims = resources.find("", "v1", "persistentvolumeclaims")
    for name in _references(pod, "persistentvolumeclaims"):
        claim = server.objects.find(claims, pod["metadata"]["namespace"], name)
        if claim and claim["spec"].get("volumeName") == volume:
            return True
    return False
