"""finalize: a namespace's spec.finalizers; the last one removed from a namespace that is being deleted removes the namespace."""
from __future__ import annotations

from kubectl_lite.apiserver.subresources.part import serve


def run(scope):
    return serve(scope, "finalize")
