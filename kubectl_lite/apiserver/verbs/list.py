"""list: the objects of a collection, selected, in pages. Continue tokens carry the revision and the last key."""
from __future__ import annotations

import json

from kubectl_lite.apiserver import selection
from kubectl_lite.apiserver.representation import collection
from kubectl_lite.machinery import errors, field
from kubectl_lite.machinery.wire import Response


def run(scope) -> Response:
    """GET of a collection."""
    wanted = selection.of(scope)
    options = _options(scope)
    objs, metadata = fetch(scope, wanted, options)
    return Response(200, collection(scope, objs, metadata))


BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


class Options:
    __slots__ = ("limit", "after", "revision")

    def __init__(self, limit, after, revision):
        self.limit, self.after, self.revision = limit, after, revision


def fetch(scope, wanted, options) -> tuple[list[dict], dict]:
    """The selected objects of a page and the list's metadata."""
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
        metadata["continue"] = encode_continue(revision, last_key)
        if remaining:
            metadata["remainingItemCount"] = remaining
    return metadata


def whole_number(text: str) -> int:
    """An integer parameter (0 when absent); BadRequest in Go's words for what is none."""
    try:
        return int(text) if text else 0
    except ValueError:
        raise errors.bad_request(f'strconv.ParseInt: parsing "{text}": invalid syntax') from None


def resource_version(request) -> int:
    """The resourceVersion parameter as a number (0 when absent); Invalid when it is none."""
    text = request.param("resourceVersion")
    if not text:
        return 0
    if not text.isdigit():
        problem = field.invalid(field.Path("resourceVersion"), text, f'strconv.ParseUint: parsing "{text}": invalid syntax')
        raise errors.bad_request(f"invalid resource version: {problem}")
    return int(text)


def _options(scope):
    request = scope.request
    match, version, token = request.param("resourceVersionMatch"), request.param("resourceVersion"), request.param("continue")
    _check_match(match, version, token)
    limit = max(whole_number(request.param("limit")), 0)  # a negative limit is none
    if token:
        if version and version != "0":
            raise errors.bad_request("specifying resource version is not allowed when using continue")
        revision, after = decode_continue(token)
        return Options(limit, after, revision)
    revision = resource_version(request)
    if match == "Exact":
        return Options(limit, "", revision)
    not_ahead(scope, revision)
    return Options(limit, "", 0)


def not_ahead(scope, revision: int) -> None:
    """Timeout for a revision that has not happened yet: nothing here would wait for it."""
    if revision and revision > scope.server.store.revision():
        raise errors.timeout(f"Too large resource version: {revision}, current: {scope.server.store.revision()}", 1)


def _check_match(match, version, token):
    path, problems = field.Path("resourceVersionMatch"), []
    if match and token:
        problems.append(field.forbidden(path, "resourceVersionMatch is forbidden when continue is provided"))
    elif match and not version:
        problems.append(field.forbidden(path, "resourceVersionMatch is forbidden unless resourceVersion is provided"))
    if match and match not in ("Exact", "NotOlderThan"):
        problems.append(field.not_supported(path, match, ("Exact", "NotOlderThan", "")))
    if match == "Exact" and version == "0":
        problems.append(field.forbidden(path, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'))
    if problems:
        raise errors.invalid("ListOptions.meta.k8s.io", "", problems)


def encode_continue(revision: int, last_key: str) -> str:
    """A continue token (base64 of JSON, as Kubernetes' meta.k8s.io/v1 tokens are)."""
    from base64 import urlsafe_b64encode
    return urlsafe_b64encode(json.dumps({"v": "meta.k8s.io/v1", "rv": revision, "start": last_key}).encode()).decode().rstrip("=")


def decode_continue(token: str) -> tuple[int, str]:
    """(revision, key to go on after); BadRequest for what is no token."""
    from base64 import urlsafe_b64decode
    wrong = next((i for i, c in enumerate(token) if c not in BASE64), len(token) - 1 if len(token) % 4 == 1 else -1)
    if wrong >= 0:
        raise _bad_token(f"illegal base64 data at input byte {wrong}")
    try:
        data = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        return int(data["rv"]), str(data["start"])
    except (ValueError, KeyError, TypeError) as e:
        raise _bad_token(str(e)) from None


def _bad_token(why):
    return errors.bad_request(f"invalid continue token: continue key is not valid: {why}")
