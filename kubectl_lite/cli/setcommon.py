"""What the `set` subcommands share: their checks and their targets."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, targets
from kubectl_lite.cli.errors import CommandError


def find(ctx, flags, resources):
    """The objects a set command is about."""
    return targets.find(ctx, flags, resources, local=flags["local"], selectors=True, latest=True)


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
