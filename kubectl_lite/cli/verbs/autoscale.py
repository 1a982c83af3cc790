"""`autoscale`: a HorizontalPodAutoscaler for something that can be scaled."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, lastapplied, printing, targets
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery import quantity
from kubectl_lite.machinery.errors import ApiError


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "autoscaled", strategy, typed=True)
    _check(flags)
    found = targets.find(ctx, flags, args)

    def autoscale(info):
        if not _scalable(ctx, info.resource):
            row = info.resource
            raise CommandError(f"cannot autoscale a {row.kind}: could not find scale subresource for {row.group}/{row.version}, "
                               f"Resource={row.name} in discovery information")
        hpa = lastapplied.updated(build(flags, info), flags["save-config"], typed=True)
        printer.print(_send(ctx, flags, hpa, info.namespace, strategy))
    targets.visit(found, autoscale)
    if not len(found):
        raise CommandError("no objects passed to autoscale")


def _check(flags):
    low, high = flags["min"], flags["max"]
    if high < 1:
        raise CommandError(f"--max=MAXPODS is required and must be at least 1, max: {high}")
    if high < low:
        raise CommandError(f"--max=MAXPODS must be larger or equal to --min=MINPODS, max: {high}, min: {low}")
    if flags.changed("cpu") and flags.changed("cpu-percent"):
        raise CommandError("if any flags in the group [cpu-percent cpu] are set none of the others can be; [cpu cpu-percent] were all set")


def _scalable(ctx, row) -> bool:
    rows = ctx.client.mapper.resources(row.group, row.version)
    return any(r.name == row.name and "scale" in r.subresources for r in rows)


def _send(ctx, flags, hpa, namespace, strategy):
    if strategy == dryrun.CLIENT:
        return hpa
    query = {"fieldManager": flags["field-manager"], "dryRun": dryrun.query(strategy)}
    try:
        return ctx.client.request("POST", f"/apis/autoscaling/v2/namespaces/{namespace}/horizontalpodautoscalers", query, hpa).body
    except ApiError:
        if hpa["spec"].get("metrics"):
            raise
        # kubectl falls back to autoscaling/v1, whose only metric is cpu
        raise CommandError("failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input") from None


def build(flags, info) -> dict:
    """The autoscaler that the flags describe."""
    target = {"kind": info.resource.kind, "name": info.name, "apiVersion": info.resource.api_version}
    spec: dict = {"scaleTargetRef": target}
    if flags["min"] > 0:
        spec["minReplicas"] = flags["min"]
    spec["maxReplicas"] = flags["max"]
    metrics = _metrics(flags)
    if metrics:
        spec["metrics"] = metrics
    return {"kind": "HorizontalPodAutoscaler", "apiVersion": "autoscaling/v2", "metadata": {"name": flags["name"] or info.name},
            "spec": spec, "status": {"desiredReplicas": 0, "currentMetrics": None}}


def _metrics(flags) -> list[dict]:
    cpu = f"{flags['cpu-percent']}%" if flags["cpu-percent"] >= 0 else flags["cpu"]
    return [metric(name, text) for name, text in (("cpu", cpu), ("memory", flags["memory"])) if text]


def metric(name: str, text: str) -> dict:
    """One resource metric: a percentage is a utilization, a quantity an average value."""
    target = {"type": "Utilization", "averageUtilization": int(text[:-1])} if text[-1] == "%" and text[:-1].isdigit() else _value(name, text)
    return {"type": "Resource", "resource": {"name": name, "target": target}}


def _value(name, text) -> dict:
    try:
        return {"type": "AverageValue", "averageValue": quantity.canonical(text)}
    except ValueError:
        raise CommandError(f"invalid resource {name} value: {text}") from None
