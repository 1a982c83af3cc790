"""`auth reconcile`: makes roles and bindings hold at least what files say."""
from __future__ import annotations

from kubectl_lite.api import schema
from kubectl_lite.cli import dryrun, printing, rbacreconcile, targets
from kubectl_lite.cli.errors import CommandError

KINDS = ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")


def run(ctx, flags, args):
    if args:
        raise CommandError("no arguments are allowed")
    targets.require_files(flags)
    strategy = dryrun.strategy(ctx, flags)
    if strategy == dryrun.SERVER:
        raise CommandError("--dry-run=server for command reconcile is not supported yet")
    printer = printing.Printer(ctx, flags, "reconciled", strategy, typed=True)
    found = targets.find(ctx, flags, [], fetch=False, default_namespace=False)

    def reconcile(info):
        if not schema.for_kind(info.resource.api_version, info.resource.kind):
            raise CommandError(f'unable to decode "{info.source}": no kind "{info.resource.kind}" is registered for version '
                               f'"{info.resource.api_version}" in scheme "pkg/scheme/scheme.go:28"')
        if info.resource.group != "rbac.authorization.k8s.io" or info.resource.kind not in KINDS:
            return
        if info.resource.namespaced and not info.namespace and strategy != dryrun.CLIENT:
            raise CommandError("resource name may not be empty")
        outcome = rbacreconcile.reconcile(ctx, flags, info, strategy)
        printer.print(outcome.obj)
        for line in outcome.lines(flags):
            ctx.error(line + "\n")
    targets.visit(found, reconcile)
