"""`top node` and `top pod`: what the metrics API measured. A state directory has no metrics API; a real cluster may."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError, UsageError
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.quantity import ZERO, Quantity, parse

GROUP, VERSIONS = "metrics.k8s.io", ("v1beta1",)
MEBI = 1 << 20
COLUMNS = {"cpu": ("CPU(cores)", "CPU(%)"), "memory": ("MEMORY(bytes)", "MEMORY(%)"), "swap": ("SWAP(bytes)", "SWAP(%)")}


def run(ctx, flags, args):
    if len(args) > 1:
        raise UsageError(flags.path, f"{flags.path.split()[-1]} [NAME | -l label]")
    if args and (flags["selector"] or flags.get("field-selector")):
        raise CommandError("only one of NAME or selector can be provided")
    if flags["sort-by"] not in ("", "cpu", "memory"):
        raise CommandError("--sort-by accepts only cpu or memory")
    nodes = flags.path == "top node"
    listed = _metrics(ctx, flags, args, "nodes" if nodes else "pods")
    if not listed and not args:
        everywhere = nodes or flags["all-namespaces"]
        ctx.error("No resources found\n" if everywhere else f"No resources found in {ctx.namespace} namespace.\n")
        return
    names = ("cpu", "memory") + ("swap",) * flags["show-swap"]
    ctx.write(_aligned(_nodes(ctx, flags, listed, names) if nodes else _pods(flags, listed, names)))


def _metrics(ctx, flags, args, resource: str) -> list[dict]:
    served = dict(ctx.client.mapper.groups()).get(GROUP) or ()
    version = next((v for v in VERSIONS if v in served), None)
    if version is None:
        raise CommandError("Metrics API not available")
    namespace = "" if resource == "nodes" or flags["all-namespaces"] else f"namespaces/{ctx.namespace}/"
    path = f"/apis/{GROUP}/{version}/{namespace}{resource}"
    if args:
        return [ctx.client.request("GET", f"{path}/{args[0]}").body]
    query = {"labelSelector": flags["selector"], "fieldSelector": flags.get("field-selector")}
    return ctx.client.request("GET", path, query).body.get("items") or []


def _usage(listed: list[dict]) -> dict[str, Quantity]:
    """The sum of several usages."""
    total: dict[str, Quantity] = {}
    for item in listed:
        for name, value in (item.get("usage") or {}).items():
            total[name] = total.get(name, ZERO) + parse(value)
    return total


def _amount(usage: dict, name: str) -> str:
    amount = usage.get(name, ZERO)
    return f"{amount.milli_value()}m" if name == "cpu" else f"{amount.value() // MEBI}Mi"


def _sorted(rows: list[tuple], by: str) -> list[tuple]:
    """(names, usage) pairs by name, or by usage with the largest first."""
    rows = sorted(rows, key=lambda row: row[0])
    return sorted(rows, key=lambda row: row[1].get(by, ZERO), reverse=True) if by else rows


def _pods(flags, listed: list[dict], names: tuple) -> list[tuple]:
    head = ("NAMESPACE",) * flags["all-namespaces"] + (("POD", "NAME") if flags["containers"] else ("NAME",))
    rows = []
    for pod in listed:
        title = (pod["metadata"].get("namespace", ""),) * flags["all-namespaces"] + (pod["metadata"]["name"],)
        if flags["containers"]:
            rows += [(title + (c["name"],), _usage([c])) for c in pod.get("containers") or ()]
        else:
            rows.append((title, _usage(pod.get("containers") or ())))
    table = [] if flags["no-headers"] else [head + tuple(COLUMNS[name][0] for name in names)]
    table += [title + tuple(_amount(usage, name) for name in names) for title, usage in _sorted(rows, flags["sort-by"])]
    return table + (_sum(rows, len(head), names, flags["no-headers"]) if flags["sum"] else [])


def _sum(rows, width: int, names: tuple, plain: bool) -> list[tuple]:
    total = {name: Quantity(sum(usage.get(name, ZERO).nanos for _, usage in rows)) for name in names}
    blank = ("",) * width
    rule = [] if plain else [blank + tuple("_" * 8 for _ in names)]
    return rule + [blank + tuple(_amount(total, name) for name in names)]


def _nodes(ctx, flags, listed: list[dict], names: tuple) -> list[tuple]:
    key = "capacity" if flags["show-capacity"] else "allocatable"
    table = [] if flags["no-headers"] else [("NAME",) + tuple(title for name in names for title in COLUMNS[name])]
    for (name,), usage in _sorted([((item["metadata"]["name"],), _usage([item])) for item in listed], flags["sort-by"]):
        available = _available(ctx, name, key)
        table.append((name,) + tuple(text for n in names for text in (_amount(usage, n), _share(usage, available, n))))
    return table


def _available(ctx, node: str, key: str) -> dict[str, Quantity]:
    try:
        status = ctx.client.get(("", "nodes"), node).get("status") or {}
    except ApiError:
        return {}
    return {name: parse(value) for name, value in (status.get(key) or {}).items()}


def _share(usage: dict, available: dict, name: str) -> str:
    whole = available.get(name)
    return f"{int(usage.get(name, ZERO).nanos / whole.nanos * 100)}%" if whole else "<unknown>"


def _aligned(rows: list[tuple]) -> str:
    from kubectl_lite.printers import tabwriter
    return tabwriter.align("".join("\t".join(row) + "\t\n" for row in rows), minwidth=6, padding=3)
