"""Node: what a kubelet (system:node:NAME in system:nodes) may do with its own objects and with those related to its pods.

Mirrors plugin/pkg/auth/authorizer/node; what is related to a node is nodegraph.py's matter.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.authz import nodegraph
from kubectl_lite.apiserver.authz.rbac import GROUP, allows

PREFIX, NODES = "system:node:", "system:nodes"
ROLE, LEASES = "system:node", "kube-node-lease"
READ, WRITE = ("get", "list", "watch"), ("update", "patch")
OWN = ("get", "create", "update", "patch", "delete")
ALLOWED, NOTHING = (True, ""), (None, "")


def authorize(server, attributes):
    """(True, "") when the request is a kubelet's own business; (None, why) otherwise."""
    user = attributes.user
    if NODES not in user.groups or not user.name.startswith(PREFIX):
        return NOTHING
    node = user.name[len(PREFIX):]
    if not node:
        return None, f'unknown node for user "{user.name}"'
    decide = attributes.is_resource and DECISIONS.get((attributes.group, attributes.resource))
    if decide:
        return decide(server, node, attributes)
    return ALLOWED if any(allows(rule, attributes) for rule in _rules(server)) else NOTHING


def rules_of(_server, user, _namespace):
    """What a kubelet may do depends on its pods: it cannot be listed."""
    is_node = NODES in user.groups and user.name.startswith(PREFIX)
    return [], is_node, "node authorizer does not support user rule resolution" if is_node else ""


def _rules(server):
    role = server.objects.find(resources.find(GROUP, "v1", "clusterroles"), "", ROLE)
    return (role or {}).get("rules") or []


def _refused(why):
    return None, why


def _related(server, node, attributes):
    if not attributes.name:
        return _refused("No Object name found")
    if nodegraph.is_related(server.objects, attributes.resource, node, attributes.namespace, attributes.name):
        return ALLOWED
    return _refused(f"no relationship found between node '{node}' and this object")


def _read(server, node, attributes):
    """Secrets and config maps: one at a time."""
    if attributes.verb not in READ:
        return _refused("can only read resources of this type")
    if attributes.subresource:
        return _refused("cannot read subresource")
    if not attributes.namespace:
        return _refused("can only read namespaced object of this type")
    return _related(server, node, attributes)


def _get(server, node, attributes):
    if attributes.verb != "get":
        return _refused("can only get individual resources of this type")
    if attributes.subresource:
        return _refused("cannot get subresource")
    return _related(server, node, attributes)


def _claim(server, node, attributes):
    if attributes.subresource != "status":
        return _get(server, node, attributes)
    if attributes.verb not in WRITE:
        return _refused("can only get/update/patch this type")
    return _related(server, node, attributes)


def _token(server, node, attributes):
    if attributes.verb != "create" or not attributes.name:
        return _refused("can only create tokens for individual service accounts")
    if attributes.subresource != "token":
        return _refused("can only create token subresource of serviceaccount")
    return _related(server, node, attributes)


def _lease(_server, node, attributes):
    if attributes.verb not in OWN:
        return _refused("can only get, create, update, patch, or delete a node lease")
    if attributes.namespace != LEASES:
        return _refused(f'can only access leases in the "{LEASES}" system namespace')
    if attributes.verb != "create" and attributes.name != node:  # of a new one the name is not known yet: NodeRestriction looks at it
        return _refused("can only access node lease with the same name as the requesting node")
    return ALLOWED


def _csi_node(_server, node, attributes):
    if attributes.verb not in OWN:
        return _refused("can only get, create, update, patch, or delete a CSINode")
    if attributes.subresource:
        return _refused("cannot authorize CSINode subresources")
    if attributes.verb != "create" and attributes.name != node:
        return _refused("can only access CSINode with the same name as the requesting node")
    return ALLOWED


def _slice(server, node, attributes):
    if attributes.subresource:
        return _refused("cannot authorize ResourceSlice subresources")
    if attributes.verb == "create":
        return ALLOWED
    if attributes.verb in ("get", "update", "patch", "delete"):
        return _related(server, node, attributes)
    if attributes.verb not in ("watch", "list", "deletecollection"):
        return _refused("only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection")
    if attributes.requires("spec.nodeName", node):
        return ALLOWED
    return _refused("can only list/watch/deletecollection resourceslices with nodeName field selector")


def _node(_server, node, attributes):
    if attributes.subresource == "status":
        return ALLOWED if attributes.verb in WRITE else NOTHING
    if attributes.subresource or attributes.verb not in (*READ, "create", *WRITE):
        return NOTHING
    if attributes.verb in ("create", *WRITE) or attributes.name == node:
        return ALLOWED
    return _refused(f"node '{node}' cannot read '{attributes.name}', only its own Node object" if attributes.name else
                    f"node '{node}' cannot read all nodes, only its own Node object")


def _pod(server, node, attributes):
    if (attributes.subresource, attributes.verb) in (("", "create"), ("", "delete"), ("status", "update"), ("status", "patch"), ("eviction", "create")):
        return ALLOWED
    if attributes.subresource or attributes.verb not in READ:
        return NOTHING
    if attributes.verb == "get" or attributes.name and not attributes.requires("spec.nodeName", node):
        return _related(server, node, attributes)
    if attributes.requires("spec.nodeName", node):
        return ALLOWED
    return _refused("can only list/watch pods with spec.nodeName field selector")


# (group, plural): decision(server, node, attributes). What is not here is allowed by the rules of the role system:node.
DECISIONS = {
    ("", "secrets"): _read, ("", "configmaps"): _read, ("", "persistentvolumeclaims"): _claim, ("", "persistentvolumes"): _get,
    ("resource.k8s.io", "resourceclaims"): _get, ("storage.k8s.io", "volumeattachments"): _get, ("", "serviceaccounts"): _token,
    ("coordination.k8s.io", "leases"): _lease, ("storage.k8s.io", "csinodes"): _csi_node, ("resource.k8s.io", "resourceslices"): _slice,
    ("", "nodes"): _node, ("", "pods"): _pod,
}
