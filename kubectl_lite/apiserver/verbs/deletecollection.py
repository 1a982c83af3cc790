"""deletecollection: delete every selected object of a collection, each as a delete of its own."""
from __future__ import annotations

from kubectl_lite.apiserver import selection
from kubectl_lite.apiserver.decoding import parse_body
from kubectl_lite.apiserver.options import DeleteOptions, delete_options
from kubectl_lite.apiserver.representation import collection
from kubectl_lite.apiserver.verbs.delete import remove, warn_of_orphans
from kubectl_lite.apiserver.verbs.list import fetch, list_options
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import Response


def run(scope) -> Response:
    """DELETE of a collection; answers with the list of what was deleted."""
    scope.request.body = parse_body(scope.request)[0]
    options = delete_options(scope.request)
    scope.dry_run = bool(options.dry_run)
    warn_of_orphans(scope, options)
    chosen = selection.of(scope)
    objs, metadata = fetch(scope, chosen, list_options(scope))
    deleted = []
    for obj in objs:
        try:
            deleted.append(remove(scope, obj["metadata"]["name"], _each(options))[0])
        except ApiError as e:
            if e.reason != "NotFound":
                raise
    return Response(200, collection(scope, deleted, metadata))


def _each(options):
    """A copy: a delete fills in the grace period of its own object."""
    return DeleteOptions(options.grace, options.propagation, options.orphan, None, None, options.dry_run)
