"""`set selector`: of services."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, metapatch, printing, setcommon, targets
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.selectorflag import label_selector
from kubectl_lite.machinery.wire import MERGE_PATCH


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "selector updated", strategy, typed=True)
    if not args:
        raise CommandError("one selector is required")
    selector, resources = label_selector(args[-1]), args[:-1]
    found = setcommon.find(ctx, flags, resources)

    def change(info):
        if info.obj["kind"] != "Service":
            raise CommandError("setting a selector is only supported for Services")
        if selector.get("matchExpressions"):
            raise CommandError(f"match expression {_expressions(selector['matchExpressions'])} not supported on this object")
        new = {**info.obj, "spec": {**info.obj["spec"], "selector": selector.get("matchLabels") or {}}}
        if flags["resource-version"]:
            new["metadata"] = {**new["metadata"], "resourceVersion": flags["resource-version"]}
        if not (flags["local"] or strategy == dryrun.CLIENT):
            patch = metapatch.merge_patch(info.obj, new)
            new = ctx.client.patch(info.resource, info.name, patch, MERGE_PATCH, info.namespace, fieldManager=flags["field-manager"],
                                   dryRun=dryrun.query(strategy))
        printer.print(new)
    targets.visit(found, change)


def _expressions(items) -> str:
    """As Go prints them."""
    return "[" + " ".join(f"{{{e['key']} {e['operator']} [{' '.join(e.get('values') or ())}]}}" for e in items) + "]"
