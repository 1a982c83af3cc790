"""Which objects are related to a node: through its pods, and through what those refer to. Mirrors the graph of plugin/pkg/auth/authorizer/node.

A relation is looked up when it is asked for: `related` maps a resource to the function (objects, node, namespace, name) -> bool.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.api.podspec.walk import containers

MIRROR = "kubernetes.io/config.mirror"
# volume source: where in it a Secret is named
VOLUME_SECRETS = {
    "secret": ("secretName",), "azureFile": ("secretName",), "cephfs": ("secretRef", "name"), "cinder": ("secretRef", "name"), "flexVolume": ("secretRef", "name"),
    "rbd": ("secretRef", "name"), "scaleIO": ("secretRef", "name"), "iscsi": ("secretRef", "name"), "storageos": ("secretRef", "name"),
    "csi": ("nodePublishSecretRef", "name"),
}
# source of a PersistentVolume: its members that refer to Secrets
STORED_SECRETS = {"csi": ("controllerPublishSecretRef", "nodePublishSecretRef", "nodeStageSecretRef", "controllerExpandSecretRef", "nodeExpandSecretRef")}


def is_related(objects, resource: str, node: str, namespace: str, name: str) -> bool:
    """Whether a path leads from an object to the node."""
    return RELATIONS[resource](objects, node, namespace, name)


def _pods(objects, node, namespace=""):
    """The node's pods; those that mirror a file refer to nothing."""
    found = objects.standing(resources.find("", "v1", "pods"), namespace)
    return [pod for pod in found if pod["spec"].get("nodeName") == node and MIRROR not in (pod["metadata"].get("annotations") or {})]


def _pod(objects, node, namespace, name):
    found = objects.find(resources.find("", "v1", "pods"), namespace, name)
    return found is not None and found["spec"].get("nodeName") == node


def _by_pods(names):
    """A relation through any pod of the node and namespace whose names(spec) have the object's."""
    return lambda objects, node, namespace, name: any(name in names(pod) for pod in _pods(objects, node, namespace))


def _accounts(pod):
    return {pod["spec"].get("serviceAccountName", "")}


def _config_maps(pod):
    return {source["configMap"].get("name") for source in _sources(pod) if source.get("configMap")} | set(_environment(pod, "configMapRef", "configMapKeyRef"))


def _secrets(pod):
    found = {reference.get("name") for reference in pod["spec"].get("imagePullSecrets") or ()} | set(_environment(pod, "secretRef", "secretKeyRef"))
    for source in _sources(pod):
        for kind, path in VOLUME_SECRETS.items():
            found.add(_at(source.get(kind) or {}, path))
        found.add((source.get("secret") or {}).get("name"))  # of projected volumes
    return found


def _claims(pod):
    found = {volume["persistentVolumeClaim"]["claimName"] for volume in pod["spec"].get("volumes") or () if volume.get("persistentVolumeClaim")}
    return found | {f"{pod['metadata']['name']}-{volume['name']}" for volume in pod["spec"].get("volumes") or () if volume.get("ephemeral")}


def _resource_claims(pod):
    statuses = (pod.get("status") or {}).get("resourceClaimStatuses") or ()
    return {row.get("resourceClaimName") for row in (*(pod["spec"].get("resourceClaims") or ()), *statuses)} - {None}


def references(pod: dict) -> dict:
    """{what: names}: the API objects that a pod refers to, which a mirror pod may not."""
    bundles = {source["clusterTrustBundle"].get("name") or "*" for source in _sources(pod) if source.get("clusterTrustBundle")}
    return {"a service account": _accounts(pod) - {""}, "secrets": _secrets(pod) - {None}, "configmaps": _config_maps(pod) - {None},
            "clustertrustbundles": bundles, "persistentvolumeclaims": _claims(pod)}


def _sources(pod):
    """Every volume, and every source of the projected ones."""
    for volume in pod["spec"].get("volumes") or ():
        yield volume
        yield from (volume.get("projected") or {}).get("sources") or ()


def _environment(pod, whole, key):
    for container in containers(pod["spec"]):
        yield from ((source.get(whole) or {}).get("name") for source in container.get("envFrom") or ())
        yield from (((variable.get("valueFrom") or {}).get(key) or {}).get("name") for variable in container.get("env") or ())


def _at(value, path):
    for key in path:
        value = (value or {}).get(key)
    return value


def _volume(objects, node, _namespace, name):
    """A volume is related through the claim that it is bound to."""
    found = objects.find(resources.find("", "v1", "persistentvolumes"), "", name)
    return found is not None and _is_used(objects, node, found)


def _is_used(objects, node, volume):
    claim = volume["spec"].get("claimRef") or {}
    return bool(claim) and any(claim.get("name") in _claims(pod) for pod in _pods(objects, node, claim.get("namespace", "")))


def _secret(objects, node, namespace, name):
    """A secret is related through a pod, or through a volume of one."""
    if any(name in _secrets(pod) for pod in _pods(objects, node, namespace)):
        return True
    volumes = objects.standing(resources.find("", "v1", "persistentvolumes"))
    return any((namespace, name) in _stored_secrets(volume) and _is_used(objects, node, volume) for volume in volumes)


def _stored_secrets(volume):
    """(namespace, name) of the secrets a volume needs; by default they lie beside the claim."""
    claim = volume["spec"].get("claimRef") or {}
    for kind, source in volume["spec"].items():
        if isinstance(source, dict):
            references = [source.get(member) for member in (*STORED_SECRETS.get(kind, ()), "secretRef")]
            yield from ((r.get("namespace") or claim.get("namespace", ""), r.get("name")) for r in references if isinstance(r, dict))
            if "secretName" in source:
                yield source.get("secretNamespace") or claim.get("namespace", ""), source["secretName"]


def _named_by(group, plural, *path):
    """A relation through a field of the object that names the node."""
    def relation(objects, node, _namespace, name):
        versions = resources.preferred(group, plural)
        found = versions and objects.find(versions, "", name)
        return bool(found) and _at(found, path) == node
    return relation


RELATIONS = {
    "pods": _pod, "secrets": _secret, "configmaps": _by_pods(_config_maps), "serviceaccounts": _by_pods(_accounts),
    "persistentvolumeclaims": _by_pods(_claims), "persistentvolumes": _volume, "resourceclaims": _by_pods(_resource_claims),
    "volumeattachments": _named_by("storage.k8s.io", "volumeattachments", "spec", "nodeName"),
    "resourceslices": _named_by("resource.k8s.io", "resourceslices", "spec", "nodeName"),
}
