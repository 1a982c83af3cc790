"""Pods and containers as logs, exec, attach, cp and port-forward choose them."""
from __future__ import annotations

from kubectl_lite.cli import waiting
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import ApiError

DEFAULT = "kubectl.kubernetes.io/default-container"
ATTACH, LOGS = "cannot attach to", "cannot get the logs from"
KINDS = (("initContainers", " (init)"), ("ephemeralContainers", " (ephem)"))


def find(ctx, text: str):
    """The Info of `POD` or `TYPE/NAME`."""
    from kubectl_lite.cli.builder import Builder
    words = [text] if "/" in text else ["pods", text]
    return Builder(ctx).args(words).infos()[0]


def pod_of(ctx, info, timeout: float, purpose: str = ATTACH) -> dict:
    """The pod itself, or one pod of a workload or service; waits for one to appear."""
    if info.resource.kind == "Pod":
        return info.obj
    selector = selector_of(info, purpose)
    found: list = []

    def any_pod() -> bool:
        found[:] = ctx.client.list(("", "pods"), info.namespace, selector)["items"]
        return bool(found)
    if not any_pod() and not waiting.until(ctx, any_pod, timeout or 1):
        raise CommandError("timed out waiting for the condition")
    return sorted(found, key=_readiest)[0]


def _readiest(pod):
    """Running and ready pods come first, as ByLogging sorts them roughly."""
    status = pod.get("status") or {}
    ready = any(c["type"] == "Ready" and c["status"] == "True" for c in status.get("conditions") or [])
    return (not pod["spec"].get("nodeName"), status.get("phase") != "Running", not ready, pod["metadata"]["creationTimestamp"])


def selector_of(info, purpose: str = ATTACH) -> str:
    """The selector text of an object's pods; `purpose` begins the refusal of a kind that has none."""
    from kubectl_lite.machinery import labels
    spec, kind = info.obj.get("spec") or {}, info.resource.kind
    selector = spec.get("selector")
    if kind in ("Service", "ReplicationController") and selector:
        return str(labels.from_set(selector))
    if selector and kind in ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job"):
        return str(labels.from_object(selector))
    if kind == "Service":
        raise CommandError(f"invalid service '{info.name}': Service is defined without a selector")
    go = f"*{info.resource.version}.{kind}"
    raise CommandError(f"{purpose} {go}: selector for {go} not implemented")


def container(ctx, pod: dict, name: str, quiet: bool = False) -> str:
    """The container that is meant: the named one, the annotated one, or the first, which is then said."""
    spec = pod["spec"]
    mains = [c["name"] for c in spec["containers"]]
    everything = mains + [c["name"] for kind, _ in KINDS for c in spec.get(kind) or []]
    if name:
        if name not in everything:
            raise CommandError(f"container {name} is not valid for pod {pod['metadata']['name']} out of: {listing(spec)}")
        return name
    chosen = (pod["metadata"].get("annotations") or {}).get(DEFAULT)
    if chosen in everything:
        return chosen
    if len(everything) > 1 and not quiet:
        ctx.error(f'Defaulted container "{mains[0]}" out of: {listing(spec)}\n')
    return mains[0]


def listing(spec: dict) -> str:
    """All containers, the special ones marked."""
    names = [c["name"] for c in spec["containers"]]
    for kind, mark in reversed(KINDS):
        names += [c["name"] + mark for c in spec.get(kind) or []]
    return ", ".join(names)


def open_door(ctx, pod: dict, subresource: str, **query):
    """Ask the pod's kubelet for a stream; simulated containers have none, and the server says so."""
    meta = pod["metadata"]
    path = f"/api/v1/namespaces/{meta['namespace']}/pods/{meta['name']}/{subresource}"
    try:
        return ctx.client.request("POST", path, {k: v for k, v in query.items() if v})
    except ApiError as e:
        if e.code in (400, 500) and e.reason in ("BadRequest", "InternalError", ""):
            raise CommandError(_upgrade(e.message)) from None
        raise


def _upgrade(message: str) -> str:
    prefix = "unable to upgrade connection: "
    message = message.removeprefix("Internal error occurred: ")
    return message if message.startswith(prefix) else prefix + message
