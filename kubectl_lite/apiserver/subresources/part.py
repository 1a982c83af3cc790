"""A part of an object that is written by a request of its own: status, approval, ephemeralcontainers, resize.

The kind's strategy says what such an update may change: prepare_for_PART_update and validate_PART_update.
"""
from __future__ import annotations

from importlib import import_module


def run(scope):
    return serve(scope, scope.subresource)


def serve(scope, part: str):
    """GET as the object itself; PUT and PATCH through the part's slots of the strategy."""
    if scope.info.verb == "get":
        from kubectl_lite.apiserver.verbs import get
        return get.run(scope)
    return import_module(f"kubectl_lite.apiserver.verbs.{scope.info.verb}").run(scope, part)
