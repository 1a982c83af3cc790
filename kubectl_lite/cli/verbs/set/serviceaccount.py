"""`set serviceaccount`."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, podtemplate, printing, setcommon, targets
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "serviceaccount updated", strategy, typed=True)
    if not args:
        raise CommandError("serviceaccount is required")
    account, resources = args[-1], args[:-1]
    found = setcommon.find(ctx, flags, [] if flags["local"] else resources)
    found.check()
    setter = podtemplate.Setter(ctx, flags, strategy, printer, "ServiceAccountName", always=True)

    def change(obj):
        podtemplate.spec_of(obj)["serviceAccountName"] = account
    targets.visit(found, lambda info: setter.apply(info, change))
