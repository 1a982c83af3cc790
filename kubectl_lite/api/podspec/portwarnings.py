"""Warnings about the ports of a pod's containers: the same port, or the same name, given twice."""
from __future__ import annotations

from kubectl_lite.api.podspec.walk import with_paths
from kubectl_lite.machinery.field import go_quote


def of_ports(spec, path) -> list[str]:
    """The ports of all containers against each other, then their names."""
    ports = [(port, (place / "ports").index(i)) for container, place in with_paths(spec, path) for i, port in enumerate(container.get("ports") or ())]
    return _numbers(ports) + _names(ports) if ports else []


def _numbers(ports):
    texts, taken = [], {}
    for port, at in ports:
        if port.get("hostIP") and not port.get("hostPort"):
            texts.append(f"{at}: hostIP set without hostPort: {_struct(port)}")
        others = taken.setdefault((port.get("containerPort", 0), port.get("protocol", "")), [])
        for other, place in others:
            relation = _relation(port, other)
            texts += [f"{at}: {relation} port definition with {place}"] if relation else []
        others.append((port, at))
    return texts


def _relation(port, other):
    """How two ports of one number and protocol get in each other's way, "" for not at all."""
    mine, theirs = ((p.get("hostIP", ""), p.get("hostPort", 0)) for p in (port, other))
    if mine == theirs:
        return "duplicate"
    if not mine[1] or not theirs[1]:
        return "overlapping"
    return "dangerously ambiguous" if mine[1] == theirs[1] and bool(mine[0]) != bool(theirs[0]) else ""


def _struct(port):
    """The port as Go prints a struct."""
    return (f"{{Name:{port.get('name', '')} HostPort:{port.get('hostPort', 0)} ContainerPort:{port.get('containerPort', 0)} "
            f"Protocol:{port.get('protocol', '')} HostIP:{port.get('hostIP', '')}}}")


def _names(ports):
    texts, first = [], {}
    for port, at in ports:
        name = port.get("name")
        if name and name in first:
            texts.append(f"{at}: duplicate port name {go_quote(name)} with {first[name]}, services and probes that select ports by name will use {first[name]}")
        elif name:
            first[name] = at
    return texts
