"""`cluster-info`: where the control plane and the cluster's services are."""
from __future__ import annotations

import os

GREEN, YELLOW, END = "\x1b[0;32m", "\x1b[0;33m", "\x1b[0m"


def run(ctx, flags, args):
    address = server(ctx)
    _line(ctx, "Kubernetes control plane", address)
    services = ctx.client.list(("", "services"), "kube-system", label_selector="kubernetes.io/cluster-service=true")["items"]
    for service in services:
        meta = service["metadata"]
        name = (meta.get("labels") or {}).get("kubernetes.io/name") or meta["name"]
        port = _port(service)
        _line(ctx, name, f"{address}/api/v1/namespaces/{meta['namespace']}/services/{meta['name']}{port}/proxy")
    ctx.print("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.")


def _port(service):
    ports = (service.get("spec") or {}).get("ports") or []
    return f":{ports[0]['name']}" if ports and ports[0].get("name") else ""


def server(ctx) -> str:
    """The address of the control plane: the state directory or store, as there is no process that listens."""
    if "://" in ctx.state_dir:
        return ctx.state_name
    return "https://localhost" + os.path.abspath(ctx.state_dir)


def _line(ctx, name, address):
    plain = ctx.environ.get("NO_COLOR") or not getattr(ctx.stdout, "isatty", bool)()
    green, yellow, end = ("", "", "") if plain else (GREEN, YELLOW, END)
    ctx.print(f"{green}{name}{end} is running at {yellow}{address}{end}")
