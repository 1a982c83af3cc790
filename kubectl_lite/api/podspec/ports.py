"""Validation of container ports."""
from __future__ import annotations

from kubectl_lite.machinery import field, names

PROTOCOLS = ("SCTP", "TCP", "UDP")


def validate(ports, path) -> list:
    """validateContainerPorts."""
    problems, seen = [], set()
    for i, port in enumerate(ports):
        at, name = path.index(i), port.get("name")
        if name:
            bad = names.port_name(name)
            problems += [field.invalid(at / "name", name, text) for text in bad]
            if not bad and name in seen:
                problems.append(field.duplicate(at / "name", name))
            seen.add(name)
        problems += _numbers(port, at)
        if not port.get("protocol"):
            problems.append(field.required(at / "protocol"))
        elif port["protocol"] not in PROTOCOLS:
            problems.append(field.not_supported(at / "protocol", port["protocol"], PROTOCOLS))
    return problems


def _numbers(port, path):
    problems, number, host = [], port.get("containerPort", 0), port.get("hostPort", 0)
    if not number:
        problems.append(field.required(path / "containerPort"))
    else:
        problems += [field.invalid(path / "containerPort", number, text) for text in names.port_number(number)]
    if host:
        problems += [field.invalid(path / "hostPort", host, text) for text in names.port_number(host)]
    return problems


def host_port_conflicts(containers, path) -> list:
    """checkHostPortConflicts: no two containers may take the same port of the host."""
    problems, taken = [], set()
    for i, container in enumerate(containers):
        for j, port in enumerate(container.get("ports") or ()):
            if not port.get("hostPort"):
                continue
            key = f"{port.get('protocol', '')}/{port.get('hostIP', '')}/{port['hostPort']}"
            if key in taken:
                problems.append(field.duplicate((path.index(i) / "ports").index(j) / "hostPort", key))
            taken.add(key)
    return problems


def host_network(spec, path, options) -> list:
    """validatePodHostNetworkDeps: on the host's network a port is the host's port."""
    problems = []
    if not spec.get("hostNetwork"):
        return problems
    for i, container in enumerate(spec.get("containers") or ()):
        for j, port in enumerate(container.get("ports") or ()):
            host = port.get("hostPort", 0)
            if (options.is_pod or host) and host != port.get("containerPort", 0):
                at = ((path / "containers").index(i) / "ports").index(j) / "hostPort"
                problems.append(field.invalid(at, host, "must match `containerPort` when `hostNetwork` is true"))
    return problems
