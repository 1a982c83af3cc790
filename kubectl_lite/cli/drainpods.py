"""Which pods of a node `drain` removes, which it warns about, and which stop it (kubectl's drain filters, in their order)."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import ApiError

MIRROR = "kubernetes.io/config.mirror"
DAEMON, DAEMON_IGNORED = "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)", "ignoring DaemonSet-managed Pods"
LOCAL, LOCAL_DELETED = "cannot delete Pods with local storage (use --delete-emptydir-data to override)", "deleting Pods with local storage"
ALONE, ALONE_DELETED = "cannot delete Pods that declare no controller (use --force to override)", "deleting Pods that declare no controller"


def select(ctx, flags, node: str) -> tuple[list[dict], str]:
    """(pods to remove, one text of warnings); CommandError names the pods that may not be removed."""
    pods = ctx.client.list(("", "pods"), "", flags["pod-selector"], f"spec.nodeName={node}", limit=flags["chunk-size"] or "")["items"]
    chosen, warnings, problems = [], {}, {}
    for pod in pods:
        verdict = judge(ctx, flags, pod)
        name = f"{pod['metadata']['namespace']}/{pod['metadata']['name']}"
        if verdict.error:
            problems.setdefault(verdict.error, []).append(name)
        elif verdict.delete:
            chosen.append(pod)
        if verdict.warning and not verdict.error:
            warnings.setdefault(verdict.warning, []).append(name)
    if problems:
        texts = [f"{text}: {', '.join(names)}" for text, names in problems.items()]
        raise CommandError(texts[0] if len(texts) == 1 else "[" + ", ".join(texts) + "]")
    return chosen, "; ".join(f"{text}: {', '.join(names)}" for text, names in warnings.items())


class Verdict:
    """What becomes of one pod."""
    __slots__ = ("delete", "warning", "error")

    def __init__(self, delete=True, warning="", error=""):
        self.delete, self.warning, self.error = delete, warning, error


def judge(ctx, flags, pod) -> Verdict:
    """All filters over one pod; a filter that leaves the pod alone ends it."""
    texts = []
    for check in (_deleted, _daemon, _mirror, _local_storage, _unreplicated):
        verdict = check(ctx, flags, pod)
        if not verdict.delete:
            return verdict
        if verdict.warning:
            texts.append(verdict.warning)
    return Verdict(True, texts[-1] if texts else "")


def _deleted(ctx, flags, pod):
    stamp, limit = pod["metadata"].get("deletionTimestamp"), flags["skip-wait-for-delete-timeout"]
    if not limit or not stamp:
        return Verdict()
    from kubectl_lite.machinery.env import parse_time
    return Verdict(ctx.env.now() - parse_time(stamp) <= limit)


def _daemon(ctx, flags, pod):
    owner = _controller(pod)
    if not owner or owner["kind"] != "DaemonSet" or _finished(pod):
        return Verdict()
    try:
        ctx.client.get(("apps", "daemonsets"), owner["name"], pod["metadata"]["namespace"])
    except ApiError as e:
        if e.reason == "NotFound" and flags["force"]:
            return Verdict(True, str(e))
        return Verdict(False, error=str(e))
    if not flags["ignore-daemonsets"]:
        return Verdict(False, error=DAEMON)
    return Verdict(False, DAEMON_IGNORED)


def _mirror(ctx, flags, pod):
    return Verdict(MIRROR not in (pod["metadata"].get("annotations") or {}))


def _local_storage(ctx, flags, pod):
    if _finished(pod) or not any("emptyDir" in v for v in pod["spec"].get("volumes") or []):
        return Verdict()
    if not flags["delete-emptydir-data"]:
        return Verdict(False, error=LOCAL)
    return Verdict(True, LOCAL_DELETED)


def _unreplicated(ctx, flags, pod):
    if _finished(pod) or _controller(pod):
        return Verdict()
    return Verdict(True, ALONE_DELETED) if flags["force"] else Verdict(False, error=ALONE)


def _controller(pod) -> dict | None:
    return next((o for o in pod["metadata"].get("ownerReferences") or [] if o.get("controller")), None)


def _finished(pod) -> bool:
    return (pod.get("status") or {}).get("phase") in ("Succeeded", "Failed")
