"""bindings: the older door to pods/NAME/binding; the binding names its pod."""
from __future__ import annotations

from kubectl_lite.apiserver import decoding
from kubectl_lite.apiserver.options import check_write
from kubectl_lite.apiserver.subresources import binding
from kubectl_lite.machinery.wire import Response


def create(scope) -> Response:
    """POST bindings."""
    check_write(scope, "CreateOptions")
    binding.bind(scope, decoding.read_object(scope))
    return Response(201, dict(binding.SUCCESS))
