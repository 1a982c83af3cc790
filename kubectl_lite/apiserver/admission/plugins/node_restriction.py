"""NodeRestriction: a kubelet may write its own Node, the pods bound to it and its own lease, and nothing of other nodes.

Mirrors plugin/pkg/admission/noderestriction.
"""
from __future__ import annotations

PREFIX, GROUP = "system:node:", "system:nodes"
FORBIDDEN_PREFIX = "node-restriction.kubernetes.io/"


def validate(attributes) -> None:
    """Check the writes of kubelets."""
    user = attributes.user
    if not user.name.startswith(PREFIX) or GROUP not in user.groups:
        return
    check = CHECKS.get((attributes.group, attributes.resource.name, attributes.subresource))
    if check:
        check(attributes, user.name[len(PREFIX):])


def _pod(attributes, node):
    if attributes.operation == "CREATE":
        return _mirror_pod(attributes, node)
    if attributes.operation == "DELETE" and attributes.old["spec"].get("nodeName") != node:
        raise attributes.forbidden(f'node "{node}" can only delete pods with spec.nodeName set to itself')
    if attributes.operation == "UPDATE":
        raise attributes.forbidden(f"unexpected operation UPDATE, node {node!r} can only create and delete mirror pods".replace("'", '"'))


def _mirror_pod(attributes, node):
    pod = attributes.obj
    if "kubernetes.io/config.mirror" not in (pod["metadata"].get("annotations") or {}):
        raise attributes.forbidden(f'pod does not have "kubernetes.io/config.mirror" annotation, node "{node}" can only create mirror pods')
    if pod["spec"].get("nodeName") != node:
        raise attributes.forbidden(f'node "{node}" can only create pods with spec.nodeName set to itself')


def _pod_status(attributes, node):
    if attributes.old["spec"].get("nodeName") != node:
        raise attributes.forbidden(f'node "{node}" can only update pod status for pods with spec.nodeName set to itself')
    if (attributes.old["metadata"].get("labels") or {}) != (attributes.obj["metadata"].get("labels") or {}):
        raise attributes.forbidden(f'node "{node}" cannot update labels through pod status')


def _node(attributes, node):
    if attributes.name != node:
        raise attributes.forbidden(f'node "{node}" is not allowed to modify node "{attributes.name}"')
    if attributes.operation != "UPDATE" or attributes.subresource:
        return
    old, new = attributes.old["spec"].get("taints") or [], attributes.obj["spec"].get("taints") or []
    if old != new:
        raise attributes.forbidden(f'node "{node}" is not allowed to modify taints')
    changed = _changed(attributes.old["metadata"].get("labels") or {}, attributes.obj["metadata"].get("labels") or {})
    bad = sorted(k for k in changed if k.startswith(FORBIDDEN_PREFIX))
    if bad:
        raise attributes.forbidden(f"is not allowed to modify labels: {', '.join(bad)}")


def _changed(old, new):
    return {k for k in old.keys() | new.keys() if old.get(k) != new.get(k)}


def _lease(attributes, node):
    if attributes.namespace != "kube-node-lease":
        raise attributes.forbidden('can only access leases in the "kube-node-lease" system namespace')
    if attributes.name != node:
        raise attributes.forbidden("can only access node lease with the same name as the requesting node")


# (group, plural, subresource): check(attributes, node)
CHECKS = {
    ("", "pods", ""): _pod,
    ("", "pods", "status"): _pod_status,
    ("", "nodes", ""): _node,
    ("", "nodes", "status"): _node,
    ("coordination.k8s.io", "leases", ""): _lease,
}
RESOURCES = tuple({key[:2]: True for key in CHECKS})
