"""NamespaceAutoProvision (off by default): a namespace comes into being with the first object that is created in it."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.authn.chain import APISERVER
from kubectl_lite.machinery.wire import Request


def admit(attributes) -> None:
    """Create the namespace of a new object."""
    namespace = attributes.namespace
    if attributes.operation != "CREATE" or not namespace or attributes.kind == "Namespace" or attributes.dry_run:
        return
    if attributes.objects.find(resources.find("", "v1", "namespaces"), "", namespace):
        return
    body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}
    answer = attributes.server.handle(Request("POST", "/api/v1/namespaces", {}, {"content-type": "application/json"}, body, APISERVER))
    if answer.status not in (201, 409):
        raise attributes.forbidden(answer.body["message"])
