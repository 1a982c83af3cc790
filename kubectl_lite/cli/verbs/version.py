"""`version`: of the command line and of the server."""
from __future__ import annotations

from kubectl_lite.cli import versioninfo
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    if args:
        raise CommandError(f"extra arguments: [{' '.join(args)}]")
    if flags["output"] not in ("", "yaml", "json"):
        raise CommandError("--output must be 'yaml' or 'json'")
    info = {"clientVersion": versioninfo.CLIENT, "kustomizeVersion": versioninfo.KUSTOMIZE}
    if not flags["client"]:
        info["serverVersion"] = ctx.client.request("GET", "/version").body
    _print(ctx, flags["output"], info)


def _print(ctx, output, info):
    if output == "json":
        from kubectl_lite.machinery import gojson
        ctx.print(gojson.indented(info, "  ", sort=False))
    elif output == "yaml":
        from kubectl_lite.printers.formats import yaml
        ctx.write(yaml.text(info))
    else:
        ctx.print(f"Client Version: {info['clientVersion']['gitVersion']}")
        ctx.print(f"Kustomize Version: {info['kustomizeVersion']}")
        if "serverVersion" in info:
            ctx.print(f"Server Version: {info['serverVersion']['gitVersion']}")
