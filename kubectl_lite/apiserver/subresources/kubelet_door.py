"""The doors to a kubelet: logs, exec, attach, port-forward and proxy of pods; proxies of nodes and services.

Logs come from the simulated kubelet's runtime (`settings.kubelet`); without one they are what a container prints that was never started.
"""
from __future__ import annotations

from kubectl_lite.api.core import podlogoptions
from kubectl_lite.apiserver.admission import chain as admission
from kubectl_lite.apiserver.options import whole_number
from kubectl_lite.machinery import errors, gotime
from kubectl_lite.machinery.wire import Response

# (plural, subresource): (kind of the options, [(name of an option, its Go type)])
CONNECTIONS = {
    ("pods", "exec"): ("PodExecOptions", [("stdin", bool), ("stdout", bool), ("stderr", bool), ("tty", bool), ("container", str), ("command", list)]),
    ("pods", "attach"): ("PodAttachOptions", [("stdin", bool), ("stdout", bool), ("stderr", bool), ("tty", bool), ("container", str)]),
    ("pods", "portforward"): ("PodPortForwardOptions", [("ports", list)]),
    ("pods", "proxy"): ("PodProxyOptions", [("path", str)]), ("services", "proxy"): ("ServiceProxyOptions", [("path", str)]),
    ("nodes", "proxy"): ("NodeProxyOptions", [("path", str)]),
}
LOG_NUMBERS = ("tailLines", "limitBytes", "sinceSeconds")


def run(scope) -> Response:
    """GET or POST of such a subresource."""
    if (scope.resource.name, scope.subresource) in CONNECTIONS:
        admission.both(scope, "CONNECT", _options(scope))
    if scope.subresource == "proxy":
        from kubectl_lite.apiserver.subresources import proxying
        proxying.find(scope)
        raise errors.service_unavailable("error trying to reach service: nothing listens in a simulated cluster")
    if scope.subresource == "log":
        _check_log_options(scope)
    pod = scope.objects.get(scope.resource, scope.namespace, scope.name)
    container = _container(scope, pod)
    if scope.subresource == "log":
        return Response(200, _log(scope, pod, container))
    if not pod["spec"].get("nodeName"):
        raise errors.bad_request(f"pod {scope.name} does not have a host assigned")
    raise errors.internal_text(f"unable to upgrade connection: {scope.subresource} is not available: containers are simulated and run no processes")


def _options(scope):
    """The options of a connection as an object, which is what admission looks at."""
    kind, fields = CONNECTIONS[scope.resource.name, scope.subresource]
    request, found = scope.request, {"kind": kind, "apiVersion": "v1"}
    read = {bool: request.flag, str: request.param, list: lambda name: request.query.get(name) or []}
    for name, form in fields:
        value = scope.info.path.partition(f"/{scope.subresource}/")[2] if name == "path" else read[form](name)
        if value:
            found[name] = int(value[0]) if name == "ports" and len(value) == 1 and value[0].isdigit() else value
    return found


def _check_log_options(scope):
    """BadRequest for what cannot be read, Invalid for what makes no sense."""
    request = scope.request
    since = request.param("sinceTime")
    try:
        since and gotime.time_text(since)
    except ValueError as e:
        raise errors.bad_request(str(e)) from None
    numbers = [whole_number(request.param(name)) if request.param(name) else None for name in LOG_NUMBERS]
    problems = podlogoptions.validate(*numbers, since, request.query.get("stream"))
    if problems:
        raise errors.invalid("PodLogOptions", scope.name, problems)


def _containers(pod):
    spec = pod["spec"]
    return [c["name"] for kind in ("initContainers", "containers", "ephemeralContainers") for c in spec.get(kind) or []]


def _container(scope, pod):
    """The container that is meant; BadRequest when that is not clear or not there."""
    name, names = scope.request.param("container"), _containers(pod)
    if name:
        if name not in names:
            raise errors.bad_request(f"container {name} is not valid for pod {scope.name}")
        return name
    mains = [c["name"] for c in pod["spec"]["containers"]]
    if len(mains) == 1:
        return mains[0]
    text = f"a container name must be specified for pod {scope.name}, choose one of: [{' '.join(mains)}]"
    others = [c["name"] for c in pod["spec"].get("initContainers") or []]
    raise errors.bad_request(text + (f" or one of the init containers: [{' '.join(others)}]" if others else ""))


def _log(scope, pod, container):
    if not pod["spec"].get("nodeName"):
        return ""
    state = _state(pod, container)
    if "waiting" in state:
        reason = state["waiting"].get("reason", "")
        raise errors.bad_request(f'container "{container}" in pod "{scope.name}" is waiting to start: {reason}')
    runtime = scope.server.settings.runtime
    return runtime.log(pod, container) if runtime else ""


def _state(pod, container):
    status = pod.get("status") or {}
    for kind in ("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"):
        for entry in status.get(kind) or []:
            if entry["name"] == container:
                return entry.get("state") or {}
    return {"waiting": {"reason": "ContainerCreating"}}
