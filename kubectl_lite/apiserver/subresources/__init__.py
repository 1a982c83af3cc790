"""Subresources: SUBRESOURCES says which module serves which; each has run(scope) -> Response."""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.machinery import errors

# subresource name, or (group, plural, subresource) where one resource differs: module of this package
SUBRESOURCES = {
    "status": "status",
    "scale": "scale",
    "approval": "part",
    "ephemeralcontainers": "part",
    "resize": "part",
    "finalize": "finalize",
    "binding": "binding",
    "eviction": "eviction",
    "token": "token",
    "log": "kubelet_door",
    "exec": "kubelet_door",
    "attach": "kubelet_door",
    "portforward": "kubelet_door",
    "proxy": "kubelet_door",
}


def run(scope):
    """Serve a subresource request; NotFound where the resource has no such subresource."""
    known = scope.resource.subresources.get(scope.subresource)
    if known is None or not scope.name:
        raise errors.path_not_found()
    if scope.info.verb not in known[4]:
        raise errors.method_not_allowed()
    return import_module(f"kubectl_lite.apiserver.subresources.{SUBRESOURCES[scope.subresource]}").run(scope)
