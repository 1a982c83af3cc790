"""`create rolebinding`."""
from __future__ import annotations

from kubectl_lite.cli import generate, rbacsubjects
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "rolebindings", build, "failed to create rolebinding: ")


def build(ctx, flags, name):
    if bool(flags["clusterrole"]) == bool(flags["role"]):
        raise CommandError("exactly one of clusterrole or role must be specified")
    kind = "Role" if flags["role"] else "ClusterRole"
    return rbacsubjects.binding("RoleBinding", name, kind, flags["role"] or flags["clusterrole"], flags)
