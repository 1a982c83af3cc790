"""Namespace controller: empties a namespace that is being deleted, then lets it go. Mirrors pkg/controller/namespace.

What is asked of every kind is told by discovery; what keeps a namespace alive is told by its conditions.
"""
from __future__ import annotations

from kubectl_lite.controllers import conditions
from kubectl_lite.machinery.errors import ApiError

NAME, USER = "namespace-controller", "system:serviceaccount:kube-system:namespace-controller"
NAMESPACES = "namespaces"
FINALIZER = "kubernetes"
NEEDED = {"delete", "deletecollection", "list"}
AGAIN = 5.0  # seconds until content that is still there is looked at again
FIRST = ("", "pods")  # what runs goes before what it uses


def _content_keys(obj, cache):
    """What goes concerns a namespace that waits for it."""
    name = obj["metadata"]["namespace"]
    namespace = cache.get(NAMESPACES, "", name)
    return [name] if namespace and namespace["metadata"].get("deletionTimestamp") else []


WATCHES = {NAMESPACES: lambda namespace, _cache: [namespace["metadata"]["name"]], "pods": _content_keys, "persistentvolumeclaims": _content_keys}

# (condition type, reason and message when all is well)
ALWAYS = (
    ("NamespaceDeletionDiscoveryFailure", "ResourcesDiscovered", "All resources successfully discovered"),
    ("NamespaceDeletionGroupVersionParsingFailure", "ParsedGroupVersions", "All legacy kube types successfully parsed"),
    ("NamespaceDeletionContentFailure", "ContentDeleted", "All content successfully deleted, may be waiting on finalization"),
    ("NamespaceContentRemaining", "ContentRemoved", "All content successfully removed"),
    ("NamespaceFinalizersRemaining", "ContentHasNoFinalizers", "All content-preserving finalizers finished"),
)


def reconcile(name, ctx):
    """One namespace; only one that is being deleted has anything to do."""
    namespace = ctx.cache.get(NAMESPACES, "", name)
    if namespace is None or not namespace["metadata"].get("deletionTimestamp") or FINALIZER not in namespace["spec"].get("finalizers", ()):
        return None
    if (namespace.get("status") or {}).get("phase") != "Terminating":
        namespace = ctx.update_status(NAMESPACES, namespace, {**(namespace.get("status") or {}), "phase": "Terminating"})
    remaining, finalizers, failures = _empty(ctx, name)
    status = {**namespace["status"], "conditions": plan_conditions(namespace["status"].get("conditions"), remaining, finalizers, failures, ctx.timestamp)}
    if remaining or failures:
        ctx.update_status(NAMESPACES, namespace, status)
        return AGAIN
    _finalize(ctx, namespace)
    return None


def _empty(ctx, name):
    """Ask everything to go, pods first; ({resource: what is left}, {finalizer: how many objects it holds}, [error texts])."""
    remaining, finalizers, failures = {}, {}, []
    for resource in sorted(_namespaced(ctx), key=lambda r: (r.group, r.name) != FIRST):
        if "pods" in remaining:
            break
        try:
            left = _empty_one(ctx, resource, name)
        except ApiError as e:
            failures.append(e.message)
            continue
        if left:
            remaining[resource.group_resource] = len(left)
        for obj in left:
            for finalizer in obj["metadata"].get("finalizers") or ():
                finalizers[finalizer] = finalizers.get(finalizer, 0) + 1
    ctx.cache.poll()
    return remaining, finalizers, failures


def _namespaced(ctx):
    """Every namespaced resource that can be listed and deleted, once, in its group's preferred version."""
    seen = set()
    for resource in ctx.client.mapper.all():
        key = (resource.group, resource.name)
        if resource.namespaced and key not in seen and NEEDED <= set(resource.verbs) and key != ("events.k8s.io", "events"):
            seen.add(key)
            yield resource


def _empty_one(ctx, resource, name):
    if not ctx.client.list(resource, name)["items"]:
        return []
    ctx.client.delete_collection(resource, name, {"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Background"})
    return ctx.client.list(resource, name)["items"]


def plan_conditions(found, remaining: dict, finalizers: dict, failures: list, now: str) -> list:
    """The conditions of a namespace whose content was asked to go; none of the well ones is written when nothing was ever wrong."""
    wrong = {}
    if failures:
        wrong["NamespaceDeletionContentFailure"] = ("ContentDeletionFailed", "Failed to delete all resource types, "
                                                    f"{len(failures)} remaining: " + ", ".join(sorted(failures)))
    if remaining:
        texts = sorted(f"{resource}. has {count} resource instances" if "." not in resource else f"{resource} has {count} resource instances"
                       for resource, count in remaining.items())
        wrong["NamespaceContentRemaining"] = "SomeResourcesRemain", "Some resources are remaining: " + ", ".join(texts)
    if finalizers:
        texts = sorted(f"{finalizer} in {count} resource instances" for finalizer, count in finalizers.items())
        wrong["NamespaceFinalizersRemaining"] = "SomeFinalizersRemain", "Some content in the namespace has finalizers remaining: " + ", ".join(texts)
    made = found or []
    for type_, reason, message in ALWAYS:
        status, (reason, message) = ("True", wrong[type_]) if type_ in wrong else ("False", (reason, message))
        made = conditions.moved(made, type_, status, reason, message, now)
    return made


def _finalize(ctx, namespace):
    """Take our finalizer away: the API server removes the namespace with it."""
    kept = [f for f in namespace["spec"]["finalizers"] if f != FINALIZER]
    ctx.update(NAMESPACES, {**namespace, "spec": {**namespace["spec"], "finalizers": kept}}, subresource="finalize")
    ctx.cache.poll(NAMESPACES)
