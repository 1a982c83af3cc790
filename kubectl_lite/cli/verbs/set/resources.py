"""`set resources`."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, podtemplate, printing, quantities, setcommon, targets
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "resource requirements updated", strategy, typed=True)
    found = setcommon.find(ctx, flags, args)
    found.check()
    if not flags["limits"] and not flags["requests"]:
        raise CommandError("you must specify an update to requests or limits (in the form of --requests/--limits)")
    setcommon.check(flags, args, strategy)
    limits, requests = _amounts(flags["limits"]), _amounts(flags["requests"])
    setter = podtemplate.Setter(ctx, flags, strategy, printer, "resources update to pod template")
    targets.visit(found, lambda info: _change(setter, info, flags["containers"], limits, requests))


def _change(setter, info, pattern, limits, requests):
    changed = []
    setter.apply(info, lambda obj: changed.extend(set_resources(podtemplate.spec_of(obj), pattern, limits, requests)))
    if not changed:
        raise CommandError(f"error: unable to find container named {pattern}")


def _amounts(text):
    return quantities.resource_list(text) if text else {}


def set_resources(spec, pattern, limits, requests):
    """Set requests and limits of the selected containers in place and answer them; a zero amount removes."""
    chosen = setcommon.selected(spec.get("containers") or [], pattern) + setcommon.selected(spec.get("initContainers") or [], pattern)
    for container in chosen:
        resources = container.setdefault("resources", {})
        for field, amounts in (("limits", limits), ("requests", requests)):
            if amounts:
                merged = {**(resources.get(field) or {}), **amounts}
                resources[field] = {k: v for k, v in merged.items() if v != "0"}
    return chosen
