"""`set subject`: adds users, groups and service accounts to role bindings."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, podtemplate, printing, rbacsubjects, setcommon, targets
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "subjects updated", strategy, typed=True)
    found = setcommon.find(ctx, flags, args)
    found.check()
    if not (flags["user"] or flags["group"] or flags["serviceaccount"]):
        raise CommandError("you must specify at least one value of user, group or serviceaccount")
    subjects = rbacsubjects.subjects(flags)
    setter = podtemplate.Setter(ctx, flags, strategy, printer, "subjects to rolebinding:")

    def change(obj):
        if obj["kind"] not in ("RoleBinding", "ClusterRoleBinding"):
            raise CommandError("setting subjects is only supported for RoleBinding/ClusterRoleBinding")
        present = obj.get("subjects") or []
        obj["subjects"] = present + [s for s in subjects if s not in present]
    targets.visit(found, lambda info: setter.apply(info, change))
