"""`port-forward`: resolves pod and ports, and asks the kubelet; nothing listens in simulated containers."""
from __future__ import annotations

from kubectl_lite.cli import goparse, podaccess
from kubectl_lite.cli.errors import CommandError, UsageError


def run(ctx, flags, args):
    if len(args) < 2:
        raise UsageError(flags.path, "TYPE/NAME and list of ports are required for port-forward")
    info = podaccess.find(ctx, args[0])
    pod = podaccess.pod_of(ctx, info, flags["pod-running-timeout"])
    _check_addresses(flags["address"])
    ports = [_port(info, pod, text) for text in args[1:]]
    phase = (pod.get("status") or {}).get("phase")
    if phase != "Running":
        raise CommandError(f"unable to forward port because pod is not running. Current status={phase}")
    podaccess.open_door(ctx, pod, "portforward", ports=ports)


def _check_addresses(addresses) -> None:
    import ipaddress
    for address in addresses:
        if address == "localhost":
            continue
        try:
            ipaddress.ip_address(address)
        except ValueError:
            raise CommandError(f"{address} is not a valid IP") from None


def _port(info, pod, text) -> str:
    """`[LOCAL:]REMOTE` with the remote port as the pod's number."""
    parts = text.split(":")
    local, remote = parts if len(parts) == 2 else (parts[0], parts[0])  # as kubectl: of more than two the first is both
    if not remote.isdigit():
        return str(_named(info, pod, remote))
    for side, port in (("local", local), ("remote", remote)):
        if port and not 0 <= int(port) < 65536:
            raise CommandError(f"error parsing {side} port '{port}': strconv.ParseUint: parsing {goparse.quote(port)}: value out of range")
    if info.resource.kind == "Service" and not any(p["port"] == int(remote) for p in info.obj["spec"].get("ports") or []):
        raise CommandError(f"Service {info.name} does not have a service port {remote}")
    return remote


def _named(info, pod, name) -> int:
    if info.resource.kind == "Service":
        for port in info.obj["spec"].get("ports") or []:
            if port.get("name") == name:
                return port["port"]
        raise CommandError(f"Service '{info.name}' does not have a named port '{name}'")
    for container in pod["spec"]["containers"]:
        for port in container.get("ports") or []:
            if port.get("name") == name:
                return port["containerPort"]
    raise CommandError(f"Pod '{pod['metadata']['name']}' does not have a named port '{name}'")
