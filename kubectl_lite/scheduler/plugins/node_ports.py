"""NodePorts: a host port is taken once a node."""
from __future__ import annotations

from kubectl_lite.api import placement
from kubectl_lite.scheduler.framework import SKIP, rejected

NAME = "NodePorts"
REASON = "node(s) didn't have free ports for the requested pod ports"


def pre_filter(cycle):
    cycle.state[NAME] = placement.host_ports(cycle.pod)
    return None if cycle.state[NAME] else SKIP


def filter(cycle, info):
    taken = any(placement.ports_collide(wanted, port) for wanted in cycle.state[NAME] for port in info.ports)
    return rejected(REASON) if taken else None
