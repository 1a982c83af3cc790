"""NamespaceExists (off by default): nothing is written in a namespace that does not exist."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.machinery import errors


def validate(attributes) -> None:
    """NotFound for a write in a missing namespace."""
    namespace = attributes.namespace
    if not namespace or attributes.kind == "Namespace" or attributes.operation == "CONNECT":
        return
    if attributes.objects.find(resources.find("", "v1", "namespaces"), "", namespace) is None:
        raise errors.not_found("namespaces", namespace)
