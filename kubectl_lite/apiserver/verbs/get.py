"""get: one object, now or (resourceVersionMatch=Exact, our extension for single objects) as it was at a revision."""
from __future__ import annotations

from kubectl_lite.apiserver.representation import answer
from kubectl_lite.apiserver.verbs.list import not_ahead
from kubectl_lite.apiserver.verbs.listoptions import plain_resource_version
from kubectl_lite.machinery.wire import Response


def run(scope) -> Response:
    """GET of one object."""
    revision = plain_resource_version(scope.request)
    if scope.request.param("resourceVersionMatch") != "Exact":
        not_ahead(scope, revision)
        revision = 0
    return Response(200, answer(scope, scope.objects.get(scope.resource, scope.namespace, scope.name, revision)))
