"""`logs`."""
from __future__ import annotations

from kubectl_lite.cli import podaccess
from kubectl_lite.cli.errors import CommandError, UsageError
from kubectl_lite.machinery.errors import ApiError

USAGE = "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command"
SELECTED_TAIL = 10


def run(ctx, flags, args):
    name = _arguments(flags, args)
    _check(flags, name)
    if flags["selector"]:
        pods = ctx.client.list(("", "pods"), ctx.namespace, flags["selector"])["items"]
        if not pods:
            ctx.error(f"No resources found in {ctx.namespace} namespace.\n")
        _many(ctx, flags, pods, prefix=False)
        return
    info = _found(ctx, args[0])
    if info.resource.kind == "Pod":
        return _many(ctx, flags, [info.obj], name)
    pods = _pods(ctx, flags, info)
    if len(pods) > 1 and not flags["all-pods"]:
        ctx.error(f"Found {len(pods)} pods, using pod/{pods[0]['metadata']['name']}\n")
        pods = pods[:1]
    _many(ctx, flags, pods, name, prefix=flags["all-pods"])


def _arguments(flags, args) -> str:
    """The container given as second argument or with -c."""
    if not args and not flags["selector"] or len(args) > 2:
        raise UsageError(flags.path, USAGE)
    if args and flags["selector"]:
        raise UsageError(flags.path, "only a selector (-l) or a POD name is allowed")
    if len(args) == 2:
        if flags["container"]:
            raise CommandError("only one of -c or an inline [CONTAINER] arg is allowed")
        return args[1]
    return flags["container"]


def _check(flags, name) -> None:
    if flags["since-time"]:
        _check_time(flags["since-time"])
    if flags["since-time"] and flags["since"]:
        raise CommandError("at most one of `sinceTime` or `sinceSeconds` may be specified")
    if flags["tail"] < -1:
        raise CommandError("--tail must be greater than or equal to -1")
    if flags["all-containers"] and name:
        raise CommandError(f"--all-containers=true should not be specified with container name {name}")
    if flags["since"] < 0:
        raise CommandError("--since must be greater than 0")
    if flags["limit-bytes"] < 0:
        raise CommandError("--limit-bytes must be greater than 0")


def _check_time(text: str) -> None:
    from kubectl_lite.machinery import gotime
    try:
        gotime.time_text(text)
    except ValueError as e:
        raise CommandError(str(e)) from None


def _found(ctx, text):
    try:
        return podaccess.find(ctx, text)
    except ApiError as e:
        if e.reason == "NotFound":
            raise CommandError(f'error from server (NotFound): {e.message} in namespace "{ctx.namespace}"') from None
        raise


def _pods(ctx, flags, info) -> list[dict]:
    first = podaccess.pod_of(ctx, info, flags["pod-running-timeout"], podaccess.LOGS)
    others = ctx.client.list(("", "pods"), info.namespace, podaccess.selector_of(info, podaccess.LOGS))["items"]
    return [first] + [p for p in others if p["metadata"]["uid"] != first["metadata"]["uid"]]


def _many(ctx, flags, pods, name="", prefix=False):
    prefix = prefix or flags["prefix"]
    streams = [(pod, container) for pod in pods for container in _containers(ctx, flags, pod, name)]
    if flags["follow"] and len(streams) > 1 and len(streams) > flags["max-log-requests"]:
        raise CommandError(f"you are attempting to follow {len(streams)} log streams, but maximum allowed concurrency is {flags['max-log-requests']}, "
                           "use --max-log-requests to increase the limit")
    for pod, container in streams:
        lead = f"[pod/{pod['metadata']['name']}/{container}] " if prefix else ""
        _print(ctx, flags, pod, container, lead)


def _containers(ctx, flags, pod, name) -> list[str]:
    if not flags["all-containers"]:
        return [podaccess.container(ctx, pod, name)]
    spec = pod["spec"]
    return [c["name"] for kind in ("initContainers", "containers", "ephemeralContainers") for c in spec.get(kind) or []]


def _query(flags, container) -> dict:
    tail = flags["tail"] if flags.changed("tail") or not flags["selector"] else SELECTED_TAIL
    query = {"container": container, "follow": "true" if flags["follow"] else "", "previous": "true" if flags["previous"] else "",
             "timestamps": "true" if flags["timestamps"] else "", "sinceTime": flags["since-time"],
             "sinceSeconds": int(flags["since"]) or "", "limitBytes": flags["limit-bytes"] or "", "tailLines": "" if tail < 0 else tail}
    return {k: v for k, v in query.items() if v != ""}


def _print(ctx, flags, pod, container, lead):
    meta = pod["metadata"]
    path = f"/api/v1/namespaces/{meta['namespace']}/pods/{meta['name']}/log"
    try:
        text = ctx.client.request("GET", path, _query(flags, container)).body or ""
    except ApiError as e:
        if not flags["ignore-errors"]:
            raise
        ctx.error(f"error: {e.message}\n")
        return
    ctx.write("".join(lead + line for line in str(text).splitlines(keepends=True)))
