"""`create clusterrolebinding`."""
from __future__ import annotations

from kubectl_lite.cli import generate, rbacsubjects


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "clusterrolebindings", build, "failed to create clusterrolebinding: ")


def build(ctx, flags, name):
    return rbacsubjects.binding("ClusterRoleBinding", name, "ClusterRole", flags["clusterrole"], flags)
