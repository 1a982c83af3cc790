"""What the `set` subcommands share: their checks and their targets."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, targets
from kubectl_lite.cli.errors import CommandError


LOCAL_RESOURCE = ("you must specify resources by --filename when --local is set.\n"
                  "Example resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'")


def find(ctx, flags, resources, every: bool = True):
    """The objects a set command is about (`every` as in targets.find); those of files as Go's types hold them."""
    if flags["local"] and resources:
        raise CommandError(LOCAL_RESOURCE)
    found = targets.find(ctx, flags, resources, local=flags["local"], selectors=True, latest=True, every=every,
                         all_names=flags["all"] and not every)
    return found.mapped(_typed) if flags["local"] else found


def _typed(info):
    """What no server has read yet is read here: fields that Go always writes appear."""
    from kubectl_lite.api import codec, schema
    name = schema.for_kind(info.obj.get("apiVersion", ""), info.obj.get("kind", ""))
    if name:
        info.obj = {**codec.decode(info.obj, name)[0], "apiVersion": info.obj["apiVersion"], "kind": info.obj["kind"]}
    return info


def object_name(info) -> str:
    """`deployments/web`; of an object that no server knows `deployment.apps/web` and a line end (resource.Info.ObjectName)."""
    if info.resource is not None:
        return f"{info.resource.name}/{info.name}"
    group, _, _ = info.obj["apiVersion"].rpartition("/")
    kind = info.obj["kind"].lower()
    return f"{kind}.{group}/{info.name}\n" if group else f"{kind}/{info.name}"


def check(flags, resources, strategy) -> None:
    if flags["local"] and strategy == dryrun.SERVER:
        raise CommandError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?")
    if flags["all"] and flags["selector"]:
        raise CommandError("cannot set --all and --selector at the same time")
    if not resources and not flags["filename"] and not flags["kustomize"]:
        raise CommandError("one or more resources must be specified as <resource> <name> or <resource>/<name>")


def selected(containers: list, pattern: str) -> list:
    """The containers whose names match a pattern with `*` and `?`."""
    if pattern == "*":
        return containers
    from fnmatch import fnmatchcase
    return [c for c in containers if fnmatchcase(c["name"], pattern)]
