"""NamespaceLifecycle: nothing is created in a namespace that does not exist or is being deleted; three namespaces cannot be deleted."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.machinery import errors

IMMORTAL = ("default", "kube-system", "kube-public")
# Reviews may be asked about a namespace that does not exist.
REVIEWS = ("localsubjectaccessreviews", "subjectaccessreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews")


def admit(attributes) -> None:
    """Refuse creations in missing or terminating namespaces, and the deletion of the immortal ones."""
    namespace = attributes.namespace
    if attributes.operation == "DELETE" and attributes.is_("", "namespaces"):
        if attributes.name in IMMORTAL:
            raise errors.forbidden("namespaces", attributes.name, "this namespace may not be deleted")
        return
    if not namespace or attributes.kind == "Namespace" or attributes.operation == "DELETE" or attributes.resource.name in REVIEWS:
        return
    found = attributes.objects.find(resources.find("", "v1", "namespaces"), "", namespace)
    if found is None:
        raise errors.not_found("namespaces", namespace)
    if attributes.operation == "CREATE" and found.get("status", {}).get("phase") == "Terminating":
        raise _terminating(attributes, found)


def _terminating(attributes, namespace):
    name = namespace["metadata"]["name"]
    error = attributes.forbidden(f"unable to create new content in namespace {name} because it is being terminated")
    error.status.setdefault("details", {})["causes"] = [
        {"reason": "NamespaceTerminating", "message": f"namespace {name} is being terminated", "field": "metadata.namespace"}]
    return error
