"""Aftermath: what the API server itself does at once after some writes, where Kubernetes runs a controller inside the API server.

A module has stored(scope, obj) after a create or update, marked(scope, obj) after a delete that could not finish, and gone(scope, obj).
"""
from __future__ import annotations

from importlib import import_module

# (group, plural): module of apiserver
FOLLOWERS = {
    ("apiextensions.k8s.io", "customresourcedefinitions"): "crd.aftermath",
    ("apiregistration.k8s.io", "apiservices"): "aggregation",
    ("", "services"): "aggregation",
    ("discovery.k8s.io", "endpointslices"): "aggregation",
    ("flowcontrol.apiserver.k8s.io", "flowschemas"): "flowcontrol",
    ("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations"): "flowcontrol",
}
CUSTOM = "crd.instances"


def stored(scope, obj: dict) -> None:
    """An object was created or changed."""
    module = _module(scope)
    if module:
        module.stored(scope, obj)


def marked(scope, obj: dict) -> None:
    """An object was marked for deletion."""
    module = _module(scope)
    if module:
        module.marked(scope, obj)


def gone(scope, obj: dict) -> None:
    """An object was removed."""
    module = _module(scope)
    if module:
        module.gone(scope, obj)


def _module(scope):
    name = CUSTOM if scope.resource.crd else FOLLOWERS.get((scope.resource.group, scope.resource.name))
    return import_module(f"kubectl_lite.apiserver.{name}") if name else None
