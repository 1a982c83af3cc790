"""`expose`: a Service in front of a pod, service, deployment, replica set or replication controller."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, lastapplied, overrides, printing, targets, typedorder
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.labelsflag import parse_labels
from kubectl_lite.cli.verbs.run import atoi

KINDS = {("", "ReplicationController"), ("", "Service"), ("", "Pod"), ("apps", "Deployment"), ("apps", "ReplicaSet"), ("extensions", "Deployment")}
NAME_MAX = 63
SELECTOR = "couldn't retrieve selectors via --selector flag or introspection: "


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "exposed", strategy, typed=True)
    found = targets.find(ctx, flags, args)

    def expose(info):
        if (info.resource.group, info.resource.kind) not in KINDS:
            raise _unexposable(info)
        service = typedorder.typed(overrides.apply(build(flags, info.obj, info.name), flags["overrides"], flags["override-type"]))
        printer.print(_send(ctx, flags, service, info.namespace, strategy))
    targets.visit(found, expose)


def _unexposable(info) -> CommandError:
    from kubectl_lite.api import schema
    kind, version = info.resource.kind, info.resource.api_version
    if schema.for_kind(version, kind):
        return CommandError(f"cannot expose a {info.resource.group_kind}")
    where = f'unable to decode "{info.source}": ' if info.source else ""
    return CommandError(f'{where}no kind "{kind}" is registered for version "{version}" in scheme "pkg/scheme/scheme.go:28"')


def _send(ctx, flags, service, namespace, strategy):
    service = lastapplied.updated(service, flags["save-config"], typed=True)
    if strategy == dryrun.CLIENT:
        return service
    query = {"fieldManager": flags["field-manager"], "dryRun": dryrun.query(strategy)}
    return ctx.client.request("POST", f"/api/v1/namespaces/{namespace}/services", query, service).body


def build(flags, obj, name) -> dict:
    """The Service that the flags and the object describe."""
    selector = parse_labels(flags["selector"]) if flags["selector"] else selector_of(obj)
    ports = flags["port"] or _ports(obj, flags["cluster-ip"] == "None")
    labels = parse_labels(flags["labels"]) if flags["labels"] else (obj["metadata"].get("labels") or {})
    meta = {"name": flags["name"] or name[:NAME_MAX], **({"labels": labels} if labels else {})}
    spec = {"ports": _service_ports(flags, obj, ports), "selector": selector}
    for flag, field in (("cluster-ip", "clusterIP"), ("type", "type"), ("session-affinity", "sessionAffinity")):
        if flags[flag]:
            spec[field] = flags[flag]
    if flags["type"] == "LoadBalancer" and flags["load-balancer-ip"]:
        spec["loadBalancerIP"] = flags["load-balancer-ip"]
    if flags["external-ip"]:
        spec["externalIPs"] = [flags["external-ip"]]
    if flags["session-affinity"] not in ("", "None", "ClientIP"):
        raise CommandError(f"unknown session affinity: {flags['session-affinity']}")
    return {"kind": "Service", "apiVersion": "v1", "metadata": meta, "spec": spec, "status": {"loadBalancer": {}}}


def selector_of(obj) -> dict:
    """The map that selects an object's pods (polymorphichelpers.MapBasedSelectorForObject)."""
    kind, spec = obj["kind"], obj.get("spec") or {}
    if kind == "Pod":
        if not obj["metadata"].get("labels"):
            raise CommandError(f"{SELECTOR}the pod has no labels and cannot be exposed")
        return obj["metadata"]["labels"]
    if kind in ("Service", "ReplicationController"):
        if not spec.get("selector"):
            what = "the service has no pod selector set" if kind == "Service" else "the pod selector is empty"
            raise CommandError(SELECTOR + what)
        return spec["selector"]
    selector = spec.get("selector") or {}
    if selector.get("matchExpressions"):
        raise CommandError(f"{SELECTOR}couldn't convert expressions - \"{selector['matchExpressions']}\" to map-based selector format")
    return selector.get("matchLabels") or {}


def container_ports(obj) -> list[tuple]:
    """(port, protocol) that an object's containers or the service itself declare."""
    spec = obj.get("spec") or {}
    if obj["kind"] == "Service":
        return [(p["port"], p.get("protocol") or "TCP") for p in spec.get("ports") or []]
    pod = spec if obj["kind"] == "Pod" else (spec.get("template") or {}).get("spec") or {}
    return [(p["containerPort"], p.get("protocol") or "TCP") for c in pod.get("containers") or [] for p in c.get("ports") or []]


def _ports(obj, headless) -> str:
    ports = list(dict.fromkeys(str(port) for port, _ in container_ports(obj)))
    if not ports and not headless:
        raise CommandError("couldn't find port via --port flag or introspection")
    return ",".join(ports)


def _service_ports(flags, obj, text) -> list[dict]:
    protocols: dict = {}
    for port, protocol in container_ports(obj):
        protocols.setdefault(str(port), []).append(protocol)
    texts = [t for t in text.split(",") if t]
    out = []
    for number, port in enumerate(texts, 1):
        for protocol in [flags["protocol"]] if flags["protocol"] else protocols.get(port, ["TCP"]):
            entry = {"name": f"port-{number}"} if len(texts) > 1 else {}
            target = flags["target-port"] or flags.get("container-port") or ""
            out.append({**entry, "protocol": protocol, "port": atoi(port), "targetPort": _target(target) if target else atoi(port)})
    return out


def _target(text):
    return int(text) if text.isdigit() else text
