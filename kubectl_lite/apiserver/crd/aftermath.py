"""What follows a write of a CustomResourceDefinition: its names are settled, or its end goes on."""
from __future__ import annotations

from kubectl_lite.apiserver.crd import lifecycle


def stored(scope, obj):
    if "deletionTimestamp" in obj["metadata"]:
        lifecycle.clean_up(scope.server, obj["metadata"]["name"])
    else:
        lifecycle.settle(scope.server, obj, scope.note())


def marked(scope, obj):
    lifecycle.clean_up(scope.server, obj["metadata"]["name"])


def gone(scope, obj):
    lifecycle.ended(scope.server, obj, scope.note())
