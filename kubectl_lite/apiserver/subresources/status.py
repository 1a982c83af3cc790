"""status: GET answers with the object; PUT and PATCH change its status (and of its metadata what the kind's strategy lets through)."""
from __future__ import annotations

from kubectl_lite.apiserver.subresources.part import serve


def run(scope):
    return serve(scope, "status")
