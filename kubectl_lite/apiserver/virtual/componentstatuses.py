"""componentstatuses: the health of scheduler, controller manager and store, each really probed when asked."""
from __future__ import annotations

from kubectl_lite.apiserver.representation import answer, collection
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.wire import Response


def read(scope, name: str) -> Response:
    """GET of one component or of all."""
    probes = scope.server.settings.component_probes
    if name:
        if name not in probes:
            raise errors.not_found("componentstatuses", name)
        return Response(200, answer(scope, _status(name, probes[name])))
    return Response(200, collection(scope, [_status(n, probe) for n, probe in probes.items()], {}))


def _status(name, probe):
    healthy, text = probe()
    condition = {"type": "Healthy", "status": "True" if healthy else "False", "message": text}
    if not healthy:
        condition.update(message="", error=text)
    return {"kind": "ComponentStatus", "apiVersion": "v1", "metadata": {"name": name}, "conditions": [condition]}
