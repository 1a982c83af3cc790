"""Which node ports a service gets, keeps and is refused."""
from __future__ import annotations

import pytest

PATH = "/api/v1/namespaces/demo/services"


def service(*ports, type="NodePort", **spec):
    made = [{"name": f"p{i}", "port": port, "protocol": protocol, **({"nodePort": node} if node else {})} for i, (port, protocol, node) in enumerate(ports)]
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"type": type, "ports": made, **spec}}


def node_ports(answer):
    return [p.get("nodePort") for p in answer.body["spec"]["ports"]]


def test_ports_of_one_number_share_a_node_port(world):
    assert node_ports(world.post(PATH, service((53, "TCP", 0), (53, "UDP", 30053), (80, "TCP", 30080)))) == [30053, 30053, 30080]


def test_another_number_cannot_share_it(world):
    answer = world.post(PATH, service((53, "TCP", 30053), (54, "UDP", 30053)))
    assert answer.body["message"] == 'Service "s" is invalid: spec.ports[1].nodePort: Invalid value: 30053: provided port is already allocated'


@pytest.mark.parametrize("allocate, count", [(True, 1), (False, 0)])
def test_a_load_balancer_may_go_without(world, allocate, count):
    got = node_ports(world.post(PATH, service((80, "TCP", 0), type="LoadBalancer", allocateLoadBalancerNodePorts=allocate)))
    assert sum(1 for p in got if p) == count


def test_a_change_keeps_ports_and_refuses_doubles(world):
    made = world.post(PATH, service((53, "TCP", 30053))).body
    both = service((53, "TCP", 30053), (53, "UDP", 30053))
    both["spec"]["clusterIP"] = made["spec"]["clusterIP"]
    assert node_ports(world.send("PUT", f"{PATH}/s", both)) == [30053, 30053]
    both["spec"]["ports"][1].update(protocol="TCP", port=54)
    assert world.send("PUT", f"{PATH}/s", both).body["message"] == "duplicate nodePort: {TCP 30053}"
