"""`create role`."""
from __future__ import annotations

from kubectl_lite.cli import generate, rbacrules


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "roles", build)


def build(ctx, flags, name):
    verbs, resources, names = rbacrules.verbs(flags), rbacrules.resources(flags), list(dict.fromkeys(flags["resource-name"]))
    rbacrules.check(ctx, verbs, resources)
    rules = rbacrules.rules(rbacrules.mapped(ctx, verbs, resources), verbs, names)
    return {"kind": "Role", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": name}, "rules": rules}
