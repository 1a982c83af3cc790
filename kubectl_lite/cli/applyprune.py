"""`apply --prune`: deletes objects that were applied once, match the selector, and are in no file any more."""
from __future__ import annotations

from kubectl_lite.cli import deletion, dryrun, lastapplied, printing
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import ApiError

NAMESPACED = (("", "v1", "ConfigMap"), ("", "v1", "Endpoints"), ("", "v1", "PersistentVolumeClaim"), ("", "v1", "Pod"),
              ("", "v1", "ReplicationController"), ("", "v1", "Secret"), ("", "v1", "Service"), ("batch", "v1", "Job"), ("batch", "v1", "CronJob"),
              ("networking.k8s.io", "v1", "Ingress"), ("apps", "v1", "DaemonSet"), ("apps", "v1", "Deployment"), ("apps", "v1", "ReplicaSet"),
              ("apps", "v1", "StatefulSet"))
CLUSTER = (("", "v1", "Namespace"), ("", "v1", "PersistentVolume"))
CLUSTER_TOO = ("Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future "
               "release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.")


def check(flags) -> None:
    if flags["all"] and flags["selector"]:
        raise CommandError("cannot set --all and --selector at the same time")
    if flags["prune"] and not flags["all"] and not flags["selector"]:
        raise CommandError("all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. "
                           "If you did not mean to prune all resources, specify a label selector")


def allowed(ctx, flags) -> list:
    """The resources of --prune-allowlist; an error for a kind the server does not know."""
    rows = []
    for text in flags["prune-allowlist"]:
        parts = text.split("/")
        if len(parts) != 3:
            raise CommandError(f"invalid GroupVersionKind format: {text}, please follow <group/version/kind>")
        rows.append(_row(ctx, "" if parts[0] == "core" else parts[0], parts[1], parts[2]))
    return rows


def _row(ctx, group, version, kind):
    api_version = f"{group}/{version}" if group else version
    row = ctx.client.mapper.find_kind(api_version, kind)
    if row is None:
        raise CommandError(f'no matches for kind "{kind}" in version "{api_version}"')
    return row


def candidates(ctx, flags, applied, rows):
    """(resource, namespace, object) of what the selector matches, was applied once, and is not among the objects applied now."""
    if not rows:
        ctx.klog(CLUSTER_TOO)
        rows = [_row(ctx, *kind) for kind in NAMESPACED + CLUSTER]
    names = {(info.resource.group_resource, info.namespace, info.name) for info, _ in applied}
    namespaces = list(dict.fromkeys(info.namespace for info, _ in applied if info.resource.namespaced))
    places = [(row, namespace) for namespace in namespaces for row in rows if row.namespaced] + [(row, "") for row in rows if not row.namespaced]
    for row, namespace in places:
        for obj in _listed(ctx, flags, row, namespace):
            if lastapplied.of(obj) is not None and (row.group_resource, namespace, obj["metadata"]["name"]) not in names:
                yield row, namespace, obj


def _listed(ctx, flags, row, namespace) -> list:
    try:
        return ctx.client.list(row, namespace, flags["selector"])["items"]
    except ApiError as e:
        if e.reason in ("NotFound", "MethodNotAllowed"):
            return []
        raise


def prune(ctx, flags, strategy, applied, rows) -> None:
    """Delete the candidates."""
    printer = printing.Printer(ctx, flags, "pruned", strategy)
    body = deletion.options(flags["grace-period"], deletion.cascade(flags["cascade"]), strategy)
    for row, namespace, obj in candidates(ctx, flags, applied, rows):
        if strategy != dryrun.CLIENT:
            _delete(ctx, row, namespace, obj, body)
        printer.print(obj)


def _delete(ctx, row, namespace, obj, body) -> None:
    try:
        ctx.client.delete(row, obj["metadata"]["name"], namespace, body)
    except ApiError as e:
        if e.reason != "NotFound":
            raise
