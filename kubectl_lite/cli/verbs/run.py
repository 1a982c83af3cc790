"""`run`: one pod, and with --expose a service before it."""
from __future__ import annotations

import re

from kubectl_lite.cli import dryrun, goparse, images, lastapplied, overrides, pairs, printing, typedorder
from kubectl_lite.cli.errors import CommandError, UsageError
from kubectl_lite.cli.labelsflag import parse_labels

PULL_POLICIES = ("Always", "IfNotPresent", "Never", "")
RESTARTS = ("Always", "OnFailure", "Never")
ENV_NAME = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*")


def run(ctx, flags, args):
    if not args or flags.dash == 0:
        raise UsageError(flags.path, "NAME is required for run")
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "created", strategy, typed=True)
    _check(flags, strategy)
    send = _Sender(ctx, flags, strategy)
    pod = overrides.apply(build(flags, args[0], args[1:]), flags["overrides"], flags["override-type"])
    service = build_service(flags, args[0]) if flags["expose"] else None
    made = send("pods", typedorder.typed(pod))
    if service:
        printer.print(send("services", service))
        if flags["output"] == "yaml":
            ctx.print("---")
    printer.print(made)
    if _attached(flags):
        raise CommandError("cannot attach: the containers of a simulated node have no streams")


def _attached(flags) -> bool:
    return flags["attach"] or (flags["stdin"] and not flags.changed("attach"))


def _check(flags, strategy) -> None:
    """The refusals of `kubectl run`, in its order."""
    if not images.is_reference(flags["image"]):
        raise CommandError(f"Invalid image name {goparse.quote(flags['image'])}: {images.INVALID}")
    if flags["tty"] and not flags["stdin"]:
        raise UsageError("run", "-i/--stdin is required for containers with -t/--tty=true")
    if flags["expose"] and not flags["port"]:
        raise UsageError("run", "--port must be set when exposing a service")
    if flags["restart"] not in ("", *RESTARTS):
        raise UsageError("run", f"invalid restart policy: {flags['restart']}")
    if flags["rm"] and not _attached(flags):
        raise UsageError("run", "--rm should only be used for attached containers")
    if _attached(flags) and strategy != dryrun.NONE:
        raise UsageError("run", "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)")
    if flags["image-pull-policy"] not in PULL_POLICIES:
        raise UsageError("run", f"invalid image pull policy: {flags['image-pull-policy']}")


class _Sender:
    """Sends an object unless it is only looked at; answers what to print."""

    def __init__(self, ctx, flags, strategy):
        self.ctx, self.flags, self.strategy = ctx, flags, strategy

    def __call__(self, plural, obj):
        obj = lastapplied.updated(obj, self.flags["save-config"], typed=True)
        if self.strategy == dryrun.CLIENT:
            return obj
        query = {"fieldManager": self.flags["field-manager"], "dryRun": dryrun.query(self.strategy)}
        return self.ctx.client.request("POST", f"/api/v1/namespaces/{self.ctx.namespace}/{plural}", query, obj).body


def build(flags, name, words) -> dict:
    """The Pod that the flags describe."""
    meta = {"name": name, "labels": parse_labels(flags["labels"]) if flags["labels"] else {"run": name}}
    annotations = pairs.parse(flags["annotations"], "annotations", removable=False)[0]
    if annotations:
        meta["annotations"] = annotations
    restart = flags["restart"] or "Always"
    spec = {"containers": [_container(flags, name, words, restart)], "restartPolicy": restart, "dnsPolicy": "ClusterFirst"}
    return {"kind": "Pod", "apiVersion": "v1", "metadata": meta, "spec": spec, "status": {}}


def _container(flags, name, words, restart) -> dict:
    container: dict = {"name": name, "image": flags["image"]}
    if words:
        container["command" if flags["command"] else "args"] = words
    if flags["port"]:
        container["ports"] = [{"containerPort": atoi(flags["port"])}]
    if flags["env"]:
        container["env"] = [env_var(text) for text in flags["env"]]
    container["resources"] = {}
    if flags["image-pull-policy"]:
        container["imagePullPolicy"] = flags["image-pull-policy"]
    if flags["privileged"]:
        container["securityContext"] = {"privileged": True}
    if flags["stdin"]:
        container["stdin"] = True
        if restart == "Always" and not flags["leave-stdin-open"]:
            container["stdinOnce"] = True
    if flags["tty"]:
        container["tty"] = True
    return container


def env_var(text: str) -> dict:
    name, equals, value = text.partition("=")
    if not equals or not ENV_NAME.fullmatch(name):
        raise CommandError(f"invalid env: {text}")
    return {"name": name, "value": value}


def atoi(text: str) -> int:
    """strconv.Atoi with its error."""
    try:
        if not re.fullmatch(r"[+-]?[0-9]+", text):
            raise ValueError
        return int(text)
    except ValueError:
        raise CommandError(f"strconv.Atoi: parsing {goparse.quote(text)}: invalid syntax") from None


def build_service(flags, name) -> dict:
    """The Service of --expose: selects what the pod is labelled with."""
    labels = parse_labels(flags["labels"]) if flags["labels"] else {}
    meta = {"name": name, **({"labels": labels} if labels else {})}
    port = atoi(flags["port"])
    spec = {"ports": [{"protocol": "TCP", "port": port, "targetPort": port}], "selector": labels or {"run": name}}
    return {"kind": "Service", "apiVersion": "v1", "metadata": meta, "spec": spec, "status": {"loadBalancer": {}}}
