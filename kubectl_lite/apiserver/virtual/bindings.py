"""bindings: the older door to pods/NAME/binding; the binding names its pod."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver import decoding
from kubectl_lite.apiserver.subresources import binding
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.wire import Response


def create(scope) -> Response:
    """POST bindings."""
    obj = decoding.read_object(scope)
    name = obj.get("metadata", {}).get("name", "")
    if not name:
        raise errors.bad_request("name is required")
    scope.resource, scope.name = resources.find("", "v1", "pods"), name
    binding.bind(scope, obj)
    return Response(201, dict(binding.SUCCESS))
