"""RequestInfo: what a request asks for, read off its method and path as Kubernetes' RequestInfoFactory does."""
from __future__ import annotations

from functools import lru_cache

VERBS = {"POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete", "GET": "get", "HEAD": "get"}
PROXY = "proxy"
NAMESPACE_SUBRESOURCES = ("status", "finalize")


class RequestInfo:
    """verb, group, version, resource, subresource, namespace, name; for other paths only verb and path.

    `field_selector` is that of a list, watch or deletion of many; `selected` is the one name that a list or watch is limited to by it:
    to authorisation that is the name.
    """
    __slots__ = ("is_resource", "path", "verb", "group", "version", "namespace", "resource", "subresource", "name", "selected", "field_selector")

    def __init__(self, path, verb):
        self.path, self.verb, self.is_resource = path, verb, False
        self.group = self.version = self.namespace = self.resource = self.subresource = self.name = self.selected = self.field_selector = ""


def parse(request) -> RequestInfo:
    """The RequestInfo of a request; never fails (an unknown path is simply not a resource request)."""
    info = RequestInfo(request.path, request.method.lower())
    place = _place(request.path)
    if place is not None:
        info.is_resource = True
        info.verb = VERBS.get(request.method, info.verb)
        info.group, info.version, info.namespace, info.resource, info.name, info.subresource, legacy_watch = place
        _collection_verb(info, request, legacy_watch)
    return info


@lru_cache(maxsize=1024)
def _place(path: str) -> tuple | None:
    """(group, version, namespace, resource, name, subresource, whether it is an old watch) of a resource's path, None for others."""
    parts = [p for p in path.split("/") if p]
    if len(parts) < 3 or parts[0] not in ("api", "apis") or (parts[0] == "apis" and len(parts) < 4):
        return None
    group, version, *parts = ("", *parts[1:]) if parts[0] == "api" else parts[1:]
    legacy_watch = parts[0] == "watch" and len(parts) > 1
    if legacy_watch:
        parts = parts[1:]
    namespace = parts[1] if parts[0] == "namespaces" and len(parts) > 1 else ""
    if namespace and len(parts) > 2 and parts[2] not in NAMESPACE_SUBRESOURCES:
        parts = parts[2:]
    if len(parts) > 3 and parts[2] != PROXY:  # nothing else leads further
        parts = [*parts[:2], "/".join(parts[2:])]
    return group, version, namespace, *(*parts, "", "")[:3], legacy_watch


def _collection_verb(info, request, legacy_watch):
    if info.verb == "get" and (legacy_watch or (not info.name or not info.subresource) and request.flag("watch")):
        info.verb = "watch"
    elif not info.name:
        info.verb = {"get": "list", "delete": "deletecollection"}.get(info.verb, info.verb)
    if not info.name and "fieldSelector" in request.query and info.verb in ("list", "watch", "deletecollection"):
        info.field_selector = request.param("fieldSelector")
        if info.verb != "deletecollection":
            info.selected = _exact_name(info.field_selector)


def _exact_name(selector: str) -> str:
    """The metadata.name that a field selector requires, or ""."""
    for term in selector.split(","):
        name, equals, value = term.partition("=")
        if equals and name == "metadata.name":
            value = value.removeprefix("=")
            return "" if value in (".", "..") or "/" in value or "%" in value else value
    return ""
