"""OwnerReferencesPermissionEnforcement (off by default): who changes owners must be allowed to delete the object, who lets it hold up the
deletion of an owner must be allowed to set that owner's finalizers. Mirrors plugin/pkg/admission/gc.
"""
from __future__ import annotations

from kubectl_lite.apiserver.authz import chain as authz
from kubectl_lite.apiserver.authz.attributes import Attributes
from kubectl_lite.apiserver.catalog import Catalog

UNDELETABLE = "cannot set an ownerRef on a resource you can't delete: {}, <nil>"
UNKNOWN = 'cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion {0} Kind {1}: no matches for kind "{1}" in version "{0}"'
NO_FINALIZERS = "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: {}, <nil>"


def validate(attributes) -> None:
    """Check a write that changes owner references."""
    if attributes.operation not in ("CREATE", "UPDATE") or attributes.is_("", "pods", "status"):
        return
    new, old = _references(attributes.obj), _references(attributes.old)
    if new == old:
        return
    resource = attributes.resource
    if attributes.operation != "CREATE":
        _require(attributes, UNDELETABLE, "delete", resource, attributes.subresource, attributes.namespace, attributes.name)
    blocking = {ref.get("uid") for ref in old if ref.get("blockOwnerDeletion")}
    for ref in new:
        if ref.get("blockOwnerDeletion") and ref.get("uid") not in blocking:
            _check_owner(attributes, ref)


def _references(obj):
    return ((obj or {}).get("metadata") or {}).get("ownerReferences") or []


def _check_owner(attributes, ref):
    group, _, version = ref.get("apiVersion", "").rpartition("/")
    row = Catalog(attributes.server).find_kind(group, version, ref.get("kind", ""))
    if row is None:
        raise attributes.forbidden(UNKNOWN.format(ref.get("apiVersion", ""), ref.get("kind", "")))
    _require(attributes, NO_FINALIZERS, "update", row, "finalizers", attributes.namespace if row.namespaced else "", ref.get("name", ""))


def _require(attributes, text, verb, row, subresource, namespace, name):
    question = Attributes(attributes.user, verb, row.group, row.version, row.name, subresource, namespace, name)
    allowed, reason = authz.decide(attributes.server, question)
    if not allowed:
        raise attributes.forbidden(text.format(reason))
