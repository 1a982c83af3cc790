"""NodeRestriction: a kubelet may write its own Node, Lease and CSINode, the pods bound to it, tokens of their accounts, and nothing of other nodes.

Mirrors plugin/pkg/admission/noderestriction.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.admission import audiences
from kubectl_lite.apiserver.authz import nodegraph
from kubectl_lite.apiserver.authz.node import LEASES, NODES, PREFIX
from kubectl_lite.machinery import errors

MIRROR = nodegraph.MIRROR
FORBIDDEN = "node-restriction.kubernetes.io"
KUBELET_LABELS = frozenset((
    "kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region", "node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type", "kubernetes.io/os", "beta.kubernetes.io/os",
    "kubernetes.io/arch", "beta.kubernetes.io/arch", "node.kubernetes.io/windows-build"))
KUBELET_NAMESPACES = ("kubelet.kubernetes.io", "node.kubernetes.io")
CLAIM_STATUS = ("capacity", "conditions", "allocatedResourceStatuses", "allocatedResources")


def admit(attributes) -> None:
    """Check the writes of kubelets."""
    user = attributes.user
    if NODES not in user.groups or not user.name.startswith(PREFIX) or attributes.operation == "CONNECT":
        return
    node = user.name[len(PREFIX):]
    if not node:
        raise attributes.forbidden(f'could not determine node from user "{user.name}"')
    CHECKS[attributes.group, attributes.resource.name](attributes, node)


def _pod(attributes, node):
    check = POD_CHECKS.get(attributes.subresource)
    if check is None:
        raise attributes.forbidden(f"unexpected pod subresource \"{attributes.subresource}\", only 'status' and 'eviction' are allowed")
    check(attributes, node)


def _whole_pod(attributes, node):
    if attributes.operation == "CREATE":
        return _mirror_pod(attributes, node)
    if attributes.operation != "DELETE":
        raise attributes.forbidden(f'unexpected operation "{attributes.operation}", node "{node}" can only create and delete mirror pods')
    if attributes.old["spec"].get("nodeName") != node:
        raise attributes.forbidden(f'node "{node}" can only delete pods with spec.nodeName set to itself')


def _mirror_pod(attributes, node):
    pod, can = attributes.obj, f'node "{node}" can '
    if MIRROR not in (pod["metadata"].get("annotations") or {}):
        raise attributes.forbidden(f'pod does not have "{MIRROR}" annotation, {can}only create mirror pods')
    if pod["spec"].get("nodeName") != node:
        raise attributes.forbidden(f"{can}only create pods with spec.nodeName set to itself")
    _owner(attributes, node, pod["metadata"].get("ownerReferences") or (), can)
    for what, found in nodegraph.references(pod).items():
        if found:
            raise attributes.forbidden(f"{can}not create pods that reference {what}")


def _owner(attributes, node, owners, can):
    """A mirror pod belongs to the node and to nobody else."""
    if len(owners) > 1:
        raise attributes.forbidden(f"{can}only create pods with a single owner reference set to itself")
    if not owners or (owners[0].get("apiVersion"), owners[0].get("kind"), owners[0].get("name")) != ("v1", "Node", node):
        raise attributes.forbidden(f"{can}only create pods with an owner reference set to itself")
    if not owners[0].get("controller"):
        raise attributes.forbidden(f"{can}only create pods with a controller owner reference set to itself")
    if owners[0].get("blockOwnerDeletion"):
        raise attributes.forbidden(f'node "{node}" must not set blockOwnerDeletion on an owner reference')
    found = attributes.objects.find(resources.find("", "v1", "nodes"), "", node)
    if found is None:
        raise errors.not_found("node", node)
    if owners[0].get("uid") != found["metadata"]["uid"]:
        raise attributes.forbidden(f"node {node} UID mismatch: expected {owners[0].get('uid')} got {found['metadata']['uid']}")


def _pod_status(attributes, node):
    if attributes.operation != "UPDATE":
        raise attributes.forbidden(f'unexpected operation "{attributes.operation}"')
    old, new = attributes.old, attributes.obj
    if old["spec"].get("nodeName") != node:
        raise attributes.forbidden(f'node "{node}" can only update pod status for pods with spec.nodeName set to itself')
    if (old["metadata"].get("labels") or {}) != (new["metadata"].get("labels") or {}):
        raise attributes.forbidden(f'node "{node}" cannot update labels through pod status')
    if (old.get("status") or {}).get("resourceClaimStatuses") != (new.get("status") or {}).get("resourceClaimStatuses"):
        raise attributes.forbidden(f'node "{node}" cannot update resource claim statues')


def _eviction(attributes, node):
    if attributes.operation != "CREATE":
        raise attributes.forbidden(f"unexpected operation {attributes.operation}")
    pod = attributes.objects.get(attributes.resource, attributes.namespace, attributes.name)
    if pod["spec"].get("nodeName") != node:
        raise attributes.forbidden(f"node {node} can only evict pods with spec.nodeName set to itself")


def _node(attributes, node):
    if attributes.name != node:
        raise attributes.forbidden(f'node "{node}" is not allowed to modify node "{attributes.name}"')
    if attributes.operation == "CREATE":
        bad = _forbidden_labels(attributes.obj, None)
        if bad:
            raise attributes.forbidden(f'node "{node}" is not allowed to set the following labels: {", ".join(bad)}')
    elif attributes.operation == "UPDATE":
        old, new = ((obj.get("spec") or {}).get("taints") or [] for obj in (attributes.old, attributes.obj))
        if old != new:
            raise attributes.forbidden(f'node "{node}" is not allowed to modify taints')
        old, new = (obj["metadata"].get("ownerReferences") or [] for obj in (attributes.old, attributes.obj))
        if old != new:
            raise attributes.forbidden(f'node "{node}" is not allowed to modify ownerReferences')
        bad = _forbidden_labels(attributes.obj, attributes.old)
        if bad:
            raise attributes.forbidden(f"is not allowed to modify labels: {', '.join(bad)}")


def _forbidden_labels(new, old):
    """The changed labels that are not a kubelet's to set, sorted."""
    after, before = (((obj or {"metadata": {}})["metadata"].get("labels") or {}) for obj in (new, old))
    return sorted(key for key in {**after, **before} if after.get(key) != before.get(key) and _is_forbidden(key))


def _is_forbidden(label):
    namespace = label.rpartition("/")[0]
    if _within(namespace, FORBIDDEN):
        return True
    if not _within(namespace, "kubernetes.io") and not _within(namespace, "k8s.io"):
        return False
    return label not in KUBELET_LABELS and not any(_within(namespace, known) for known in KUBELET_NAMESPACES)


def _within(namespace, domain):
    return namespace == domain or namespace.endswith(f".{domain}")


def _claim(attributes, node):
    if attributes.subresource != "status":
        raise attributes.forbidden("may only update PVC status")
    if attributes.operation != "UPDATE":
        raise attributes.forbidden(f'unexpected operation "{attributes.operation}"')
    if _without_status(attributes.old) != _without_status(attributes.obj):
        raise attributes.forbidden(f'node "{node}" is not allowed to update fields other than status.capacity and status.conditions')


def _without_status(claim):
    """A claim without what a kubelet may change."""
    metadata = {key: value for key, value in claim["metadata"].items() if key not in ("resourceVersion", "managedFields")}
    return {**claim, "metadata": metadata, "status": {key: value for key, value in (claim.get("status") or {}).items() if key not in CLAIM_STATUS}}


def _account(attributes, node):
    """Tokens are made for the pods of the node only, by whose uid they are bound."""
    if attributes.operation != "CREATE" or attributes.subresource != "token":
        return
    ref = (attributes.obj.get("spec") or {}).get("boundObjectRef") or {}
    if (ref.get("apiVersion"), ref.get("kind")) != ("v1", "Pod") or not ref.get("name"):
        raise attributes.forbidden("node requested token not bound to a pod")
    if not ref.get("uid"):
        raise attributes.forbidden("node requested token with a pod binding without a uid")
    pod = attributes.objects.get(resources.find("", "v1", "pods"), attributes.namespace, ref["name"])
    if pod["metadata"]["uid"] != ref["uid"]:
        raise attributes.forbidden(f"the UID in the bound object reference ({ref['uid']}) does not match the UID in record. "
                                   "The object might have been deleted and then recreated")
    if pod["spec"].get("nodeName") != node:
        raise attributes.forbidden("node requested token bound to a pod scheduled on a different node")
    audiences.check(attributes, pod)


def _lease(attributes, node):
    if attributes.namespace != LEASES:
        raise attributes.forbidden(f'can only access leases in the "{LEASES}" system namespace')
    if attributes.name != node:
        raise attributes.forbidden("can only access node lease with the same name as the requesting node")


def _csi_node(attributes, node):
    if attributes.name != node:
        raise attributes.forbidden("can only access CSINode with the same name as the requesting node")


def _slice(attributes, node):
    named = ((attributes.obj or attributes.old).get("spec") or {}).get("nodeName")
    if attributes.operation in ("CREATE", "DELETE") and named != node:
        raise attributes.forbidden("can only create or delete ResourceSlices with the same NodeName as the requesting node" if named else
                                   "can only create or delete ResourceSlices for the requesting node")


POD_CHECKS = {"": _whole_pod, "status": _pod_status, "eviction": _eviction}
# (group, plural): check(attributes, node)
CHECKS = {
    ("", "pods"): _pod, ("", "nodes"): _node, ("", "persistentvolumeclaims"): _claim, ("", "serviceaccounts"): _account,
    ("coordination.k8s.io", "leases"): _lease, ("storage.k8s.io", "csinodes"): _csi_node, ("resource.k8s.io", "resourceslices"): _slice,
}
RESOURCES = tuple(CHECKS)
