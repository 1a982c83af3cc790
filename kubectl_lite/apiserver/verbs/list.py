"""list: the objects of a collection, selected, in pages. Continue tokens carry the revision and the last key."""
from __future__ import annotations

from collections import namedtuple

from kubectl_lite.apiserver import selection
from kubectl_lite.apiserver.options import whole_number
from kubectl_lite.apiserver.representation import collection
from kubectl_lite.apiserver.verbs import listoptions
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import Response


def run(scope) -> Response:
    """GET of a collection."""
    wanted = selection.of(scope)
    options = list_options(scope)
    objs, metadata = fetch(scope, wanted, options)
    return Response(200, collection(scope, objs, metadata))


Options = namedtuple("Options", "limit after revision")
LATEST = Options(0, "", 0)
UNCACHED = "events"  # whose lists always come from the store itself
TOO_OLD = "The resourceVersion for the provided list is too old."
INCONSISTENT = ("The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use "
                "the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent "
                "list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.")


def fetch(scope, wanted, options) -> tuple[list[dict], dict]:
    """The selected objects of a page and the list's metadata; Expired, perhaps with a token to go on with, for a revision that is forgotten."""
    try:
        return _fetch(scope, wanted, options)
    except ApiError as e:
        if e.reason != "Expired":
            raise
        e.status["message"] = INCONSISTENT if options.after else TOO_OLD
        if options.after:
            e.status["metadata"] = {"continue": listoptions.encode_continue(listoptions.ANY_REVISION, options.after)}
        raise


def _fetch(scope, wanted, options):
    resource, namespace = scope.resource, scope.namespace
    if wanted.everything:
        objs, page = scope.objects.list(resource, namespace, limit=options.limit, after=options.after, revision=options.revision)
        return objs, _metadata(page.revision, page.entries[-1].key if page.more else "", page.remaining)
    if wanted.name and (namespace or not resource.namespaced) and not options.limit:
        return _fetch_one(scope, wanted, options)
    return _fetch_selected(scope, wanted, options)


def _fetch_one(scope, wanted, options):
    """A field selector on metadata.name reads one key."""
    revision = options.revision or scope.server.store.revision()
    found = scope.objects.find(scope.resource, scope.namespace, wanted.name, options.revision)
    return ([found] if found and wanted.matches(found) else []), _metadata(revision)


def _fetch_selected(scope, wanted, options):
    """Pages count selected objects; there is no remaining count then, as in Kubernetes."""
    objs, page = scope.objects.list(scope.resource, scope.namespace, after=options.after, revision=options.revision)
    chosen = [(entry.key, obj) for entry, obj in zip(page.entries, objs) if wanted.matches(obj)]
    limit = options.limit
    if not limit or len(chosen) <= limit:
        return [obj for _, obj in chosen], _metadata(page.revision)
    return [obj for _, obj in chosen[:limit]], _metadata(page.revision, chosen[limit - 1][0])


def _metadata(revision, last_key="", remaining=0):
    metadata = {"resourceVersion": str(revision)}
    if last_key:
        metadata["continue"] = listoptions.encode_continue(revision, last_key)
        if remaining:
            metadata["remainingItemCount"] = remaining
    return metadata


def list_options(scope) -> Options:
    """What a request asks of a list: how much, after which key, at which revision (0: the latest)."""
    request = scope.request
    match, version, token = request.param("resourceVersionMatch"), request.param("resourceVersion"), request.param("continue")
    limit = max(whole_number(request.param("limit")), 0)  # a negative limit is none
    whole_number(request.param("timeoutSeconds"))
    listoptions.check(request, watching=False)
    if token:
        revision, after = listoptions.decode_continue(token)
        if version and version != "0":
            raise errors.bad_request("specifying resource version is not allowed when using continue")
        return Options(limit, after, max(revision, 0))
    revision = listoptions.resource_version(request)
    if match == "Exact" or not match and limit and revision:
        return Options(limit, "", revision)
    not_ahead(scope, revision)
    if version == "0" and scope.resource.name != UNCACHED:
        limit = 0  # a cache has everything at hand
    return Options(limit, "", 0)


def not_ahead(scope, revision: int) -> None:
    """Timeout for a revision that has not happened yet: nothing here would wait for it."""
    if revision and revision > scope.server.store.revision():
        raise errors.timeout(f"Too large resource version: {revision}, current: {scope.server.store.revision()}", 1)
