"""`create service clusterip|nodeport|loadbalancer|externalname`: one builder, four types."""
from __future__ import annotations

from kubectl_lite.cli import generate, goparse
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery import names

TYPES = {"clusterip": "ClusterIP", "nodeport": "NodePort", "loadbalancer": "LoadBalancer", "externalname": "ExternalName"}


def run(ctx, flags, args):
    kind = TYPES[flags.path.split()[-1]]
    return generate.create(ctx, flags, args, "services", lambda c, f, n: build(f, n, kind), f"failed to create {kind} service: ")


def build(flags, name, kind):
    _check(flags, kind)
    ports = [port(text, flags.get("node-port") or 0) for text in flags["tcp"]]
    labels = {"app": name}
    spec = {"ports": ports} if ports else {}
    spec["selector"] = labels
    if flags.get("clusterip"):
        spec["clusterIP"] = flags["clusterip"]
    spec["type"] = kind
    if kind == "ExternalName":
        spec["externalName"] = flags["external-name"]
    return {"kind": "Service", "apiVersion": "v1", "metadata": {"name": name, "labels": labels}, "spec": spec, "status": {"loadBalancer": {}}}


def _check(flags, kind):
    headless = flags.get("clusterip") == "None"
    if headless and kind != "ClusterIP":
        raise CommandError("ClusterIP=None can only be used with ClusterIP service type")
    if not headless and not flags["tcp"] and kind != "ExternalName":
        raise CommandError("at least one tcp port specifier must be provided")
    if kind == "ExternalName":
        problems = names.dns_subdomain(flags["external-name"])
        if problems:
            raise CommandError(f"invalid service external name {flags['external-name']}")


def port(text: str, node_port: int) -> dict:
    """`port` or `port:targetPort` as a service port."""
    number, *target = text.split(":")
    value = uint16(number)
    entry = {"name": text.replace(":", "-"), "protocol": "TCP", "port": value, "targetPort": _target(target[0]) if target else value}
    if node_port:
        entry["nodePort"] = node_port
    return entry


def _target(text: str):
    if text.isdigit():
        value = int(text)
        if not 0 < value < 65536:
            raise CommandError("must be between 1 and 65535, inclusive")
        return value
    problems = names.port_name(text)
    if problems:
        raise CommandError(",".join(problems))
    return text


def uint16(text: str) -> int:
    """strconv.ParseUint in 16 bits, with Go's text."""
    if not text.isascii() or not text.isdigit():
        raise CommandError(f"strconv.ParseUint: parsing {goparse.quote(text)}: invalid syntax")
    if int(text) > 65535:
        raise CommandError(f"strconv.ParseUint: parsing {goparse.quote(text)}: value out of range")
    return int(text)
