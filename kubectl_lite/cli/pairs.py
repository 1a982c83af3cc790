"""`KEY=VALUE` and `KEY-` arguments behind the resources of label, annotate, set and taint."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError


def split(args: list[str], what: str) -> tuple[list[str], list[str]]:
    """(resource arguments, pair arguments); no resource may follow a pair (cmdutil.GetResourcesAndPairs)."""
    resources, pairs = [], []
    for arg in args:
        if is_pair(arg):
            pairs.append(arg)
        elif pairs:
            raise CommandError(f"all resources must be specified before {what} changes: {arg}")
        else:
            resources.append(arg)
    return resources, pairs


def is_pair(arg: str) -> bool:
    return "=" in arg[1:] and arg[0] != "=" or arg.endswith("-") and arg != "-"


def parse(pairs: list[str], what: str, removable: bool = True) -> tuple[dict, list[str]]:
    """(new values, keys to remove) (cmdutil.ParsePairs)."""
    new, remove, bad = {}, [], []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if equals and key:
            new[key] = value
        elif removable and pair.endswith("-") and pair != "-":
            remove.append(pair[:-1])
        else:
            bad.append(pair)
    if bad:
        raise CommandError(f"invalid {what} format: {', '.join(bad)}")
    return new, remove
