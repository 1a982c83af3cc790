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


def test_the_lower_ports_are_kept_for_those_who_choose(world):
    world.server.settings.node_ports = (30000, 30031)  # 16 of 32 in the lower band
    got = []
    for number in range(32):
        made = service((80, "TCP", 0))
        made["metadata"]["name"] = f"s{number}"
        got += node_ports(world.post(PATH, made))
    assert min(got[:16]) >= 30016 and sorted(got) == list(range(30000, 30032))
    answer = world.post(PATH, service((80, "TCP", 0)))
    assert (answer.status, answer.body["message"]) == (500, "Internal error occurred: failed to allocate a nodePort: range is full")


def local(**spec):
    return service((80, "TCP", 30080), type="LoadBalancer", externalTrafficPolicy="Local", **spec)


def test_the_health_check_port_comes_and_goes_with_its_need(world):
    assert world.post(PATH, local(healthCheckNodePort=30500)).body["spec"]["healthCheckNodePort"] == 30500
    other = service((80, "TCP", 30500))
    other["metadata"]["name"] = "other"
    assert "already allocated" in world.post(PATH, other).body["message"]
    assert world.patch(f"{PATH}/s", "merge", {"spec": {"healthCheckNodePort": 30501}}).body["message"].endswith("Forbidden: field is immutable")
    assert "healthCheckNodePort" not in world.patch(f"{PATH}/s", "merge", {"spec": {"externalTrafficPolicy": "Cluster"}}).body["spec"]
    assert world.post(PATH, other).status == 201
    answer = world.patch(f"{PATH}/s", "merge", {"spec": {"externalTrafficPolicy": "Local", "healthCheckNodePort": 30500}})
    assert (answer.status, answer.body["message"]) == (
        500, "Internal error occurred: failed to allocate requested HealthCheck NodePort 30500: provided port is already allocated")


def test_a_refused_service_leaves_its_ports_free(world):
    refused = local(healthCheckNodePort=30500, sessionAffinity="Odd")
    assert world.post(PATH, refused).status == 422
    assert world.post(PATH, local(healthCheckNodePort=30500)).status == 201


def test_ports_are_free_again_after_a_change_of_type(world):
    world.post(PATH, service((80, "TCP", 30080)))
    changed = world.patch(f"{PATH}/s", "merge", {"spec": {"type": "ClusterIP"}})
    assert node_ports(changed) == [None]
    other = service((80, "TCP", 30080))
    other["metadata"]["name"] = "other"
    assert world.post(PATH, other).status == 201


def test_a_dry_run_counts_on_from_the_highest_port_taken(world):
    def health(port):
        return world.post(PATH, service((80, "TCP", port), type="LoadBalancer", externalTrafficPolicy="Local"), dryRun="All").body["spec"]["healthCheckNodePort"]
    assert [health(30100), health(-5)] == [30101, 1]
