"""`cluster-info dump`: nodes, and of each namespace the events, workloads, pods and their logs."""
from __future__ import annotations

import os

from kubectl_lite.cli import typedorder
from kubectl_lite.machinery.errors import ApiError

KINDS = (("events", "", "events"), ("replication-controllers", "", "replicationcontrollers"), ("services", "", "services"),
         ("daemonsets", "apps", "daemonsets"), ("deployments", "apps", "deployments"), ("replicasets", "apps", "replicasets"), ("pods", "", "pods"))


def run(ctx, flags, args):
    from kubectl_lite.printers import formats
    out = _Output(ctx, flags["output-directory"], formats.printer(flags["output"] or "json", flags, typed=True), flags["output"] or "json")
    out.put("nodes", _list(ctx, "", "nodes", ""))
    for namespace in _namespaces(ctx, flags):
        for title, group, plural in KINDS:
            out.put(f"{namespace}/{title}", _list(ctx, group, plural, namespace))
        for pod in _list(ctx, "", "pods", namespace)["items"]:
            _logs(ctx, out, namespace, pod)
    if flags["output-directory"] not in ("", "-"):
        ctx.print(f"Cluster info dumped to {flags['output-directory']}")


def _namespaces(ctx, flags) -> list[str]:
    if flags["all-namespaces"]:
        return [n["metadata"]["name"] for n in _list(ctx, "", "namespaces", "")["items"]]
    return flags["namespaces"] or list(dict.fromkeys(("kube-system", ctx.namespace)))


def _list(ctx, group, plural, namespace) -> dict:
    row = ctx.client.mapper.resource(group, plural)
    listed = ctx.client.list(row, namespace)
    return {"kind": f"{row.kind}List", "apiVersion": row.api_version, "metadata": listed["metadata"], "items": [_item(obj) for obj in listed["items"]]}


def _item(obj: dict) -> dict:
    """A list's object as kubectl holds it: of its Go type, without saying which."""
    return {name: value for name, value in typedorder.ordered(obj).items() if name not in ("kind", "apiVersion")}


def _logs(ctx, out, namespace, pod):
    name = pod["metadata"]["name"]
    parts = []
    for container in [*(pod["spec"].get("initContainers") or []), *pod["spec"]["containers"]]:
        parts.append(f"==== START logs for container {container['name']} of pod {namespace}/{name} ====\n")
        try:
            path = f"/api/v1/namespaces/{namespace}/pods/{name}/log"
            parts.append(str(ctx.client.request("GET", path, {"container": container["name"]}).body or ""))
        except ApiError as e:
            parts.append(f"Create log request failed: {e.message}\n")
        parts.append(f"==== END logs for container {container['name']} of pod {namespace}/{name} ====\n")
    out.text(f"{namespace}/{name}/logs.txt", "".join(parts))


class _Output:
    """Standard output, or a file for each part below a directory."""

    def __init__(self, ctx, directory, printer, extension):
        self.ctx, self.directory, self.printer, self.extension = ctx, "" if directory == "-" else directory, printer, extension

    def put(self, name, obj):
        self.text(f"{name}.{self.extension}", self.printer(obj))

    def text(self, name, text):
        if not self.directory:
            self.ctx.write(text)
            return
        path = os.path.join(self.directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
