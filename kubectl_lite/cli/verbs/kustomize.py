"""`kustomize`."""
from __future__ import annotations

import os

from kubectl_lite.cli import kustomizing
from kubectl_lite.cli.errors import CommandError

RESTRICTORS = ("LoadRestrictionsRootOnly", "LoadRestrictionsNone")
ORDERS = ("legacy", "none")


def run(ctx, flags, args):
    if len(args) > 1:
        raise CommandError("specify one path to kustomization.yaml")
    _check(flags)
    built = kustomizing.objects(ctx, args[0] if args else ".", flags["load-restrictor"] != RESTRICTORS[1],
                                managed_by=flags["enable-managedby-label"], reorder=flags["reorder"])
    if os.path.isdir(flags["output"] or ""):
        for obj in built:
            _write(os.path.join(flags["output"], _file_name(obj)), kustomizing.stream([obj]))
    elif flags["output"]:
        _write(flags["output"], kustomizing.stream(built))
    else:
        ctx.write(kustomizing.stream(built))


def _check(flags) -> None:
    for name, legal in (("load-restrictor", RESTRICTORS), ("reorder", ORDERS)):
        if flags[name] not in legal:
            raise CommandError(f"illegal flag value --{name} {flags[name]}; legal values: [{' '.join(legal)}]")


def _file_name(obj: dict) -> str:
    """`apps_v1_deployment_web.yaml`, behind its namespace if it has one."""
    meta = obj.get("metadata") or {}
    parts = [meta.get("namespace", ""), obj.get("apiVersion", "").replace("/", "_"), obj.get("kind", ""), meta.get("name", "")]
    return "_".join(part for part in parts if part).lower() + ".yaml"


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
