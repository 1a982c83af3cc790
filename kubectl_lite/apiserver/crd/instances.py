"""What follows a write of a custom object: the end of its definition may have waited for it."""
from __future__ import annotations

from kubectl_lite.apiserver.crd import lifecycle


def stored(scope, obj):
    pass


def marked(scope, obj):
    pass


def gone(scope, obj):
    crd = scope.resource.crd
    if "deletionTimestamp" in crd["metadata"]:
        lifecycle.clean_up(scope.server, crd["metadata"]["name"])
