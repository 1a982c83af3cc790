"""Services and what they take are written at once: whoever dies on the way leaks nothing, whoever was faster is not overwritten."""
from __future__ import annotations

import pytest

from kubectl_lite.api import resources
from kubectl_lite.apiserver.allocation import nodeports

PATH = "/api/v1/namespaces/demo/services"
ADDRESSES = "/apis/networking.k8s.io/v1/ipaddresses"
BALANCER = {"type": "LoadBalancer", "externalTrafficPolicy": "Local"}  # takes a port for health checks, too
EXTERNAL = {"type": "ExternalName", "externalName": "x.example", "clusterIP": None, "clusterIPs": None, "externalTrafficPolicy": None}


class Died(Exception):
    """The process ended here."""


def service(name="s", type="NodePort", node=0, **spec):
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name},
            "spec": {"type": type, "ports": [{"port": 80, **({"nodePort": node} if node else {})}], **spec}}


def consistent(world):
    """Whether exactly that is allocated which the services hold."""
    services = world.get(PATH).body["items"]
    addresses = sorted(ip for s in services for ip in s["spec"].get("clusterIPs") or ())
    assert [a["metadata"]["name"] for a in world.get(ADDRESSES).body["items"]] == addresses
    assert ports_taken(world) == {port for s in services for port in nodeports.of(s)}


def ports_taken(world):
    return nodeports.used(world.server)[1]


def before_commits(world, monkeypatch, act):
    """act(number) is called before each commit."""
    commit, count = world.server.store.commit, iter(range(1000))

    def acting(operations, note=None):
        act(next(count))
        return commit(operations, note)
    monkeypatch.setattr(world.server.store, "commit", acting)


@pytest.mark.parametrize("write", [
    lambda world: world.post(PATH, service("new", **BALANCER)),
    lambda world: world.post(PATH, service("new", clusterIP="10.0.0.9", node=30099)),
    lambda world: world.patch(f"{PATH}/old", "merge", {"spec": BALANCER}),
    lambda world: world.patch(f"{PATH}/old", "merge", {"spec": {"type": "ClusterIP"}}),
    lambda world: world.patch(f"{PATH}/old", "merge", {"spec": EXTERNAL}),
    lambda world: world.send("DELETE", f"{PATH}/old"),
    lambda world: world.send("DELETE", PATH),
], ids=["create", "create-chosen", "more-ports", "fewer-ports", "to-external", "delete", "delete-all"])
def test_who_dies_between_two_commits_leaks_nothing(world, monkeypatch, write):
    for name in ("old", "other"):
        assert world.post(PATH, service(name)).status == 201
    for survived in range(10):
        with monkeypatch.context() as patched:
            before_commits(world, patched, lambda number, last=survived: die() if number == last else None)
            try:
                answer = write(world)
            except Died:
                consistent(world)
                continue
        assert answer.status < 300, answer.body
        consistent(world)
        assert survived
        return
    raise AssertionError("it never ended")


def die():
    raise Died


def overtaking(world, monkeypatch, *services):
    """Others create services between the plan and the commit of the next write, each before one attempt."""
    others = list(services)

    def act(_number):
        if others:
            assert world.post(PATH, others.pop(0)).status == 201
    before_commits(world, monkeypatch, act)


def test_a_port_taken_by_another_moves_the_range_only(world, monkeypatch):
    overtaking(world, monkeypatch, service("a", node=30001), service("b", node=30002))
    assert world.post(PATH, service(node=30003)).status == 201
    assert ports_taken(world) == {30001, 30002, 30003}
    consistent(world)


def test_who_asked_for_what_another_took_is_refused(world, monkeypatch):
    overtaking(world, monkeypatch, service("a", node=30001))
    answer = world.post(PATH, service(node=30001))
    assert answer.body["message"] == 'Service "s" is invalid: spec.ports[0].nodePort: Invalid value: 30001: provided port is already allocated'
    overtaking(world, monkeypatch, service("b", clusterIP="10.0.0.9"))
    answer = world.post(PATH, service(clusterIP="10.0.0.9"))
    assert answer.body["message"].endswith("failed to allocate IP 10.0.0.9: provided IP is already allocated")
    consistent(world)


def test_who_asked_for_any_gets_another(world, monkeypatch):
    world.server.settings.node_ports, world.server.settings.service_cidrs = (30000, 30001), ("10.0.0.0/30",)
    monkeypatch.setattr(type(world.env), "below", lambda _env, _n: 0)  # everybody begins with the first
    overtaking(world, monkeypatch, service("a"))
    made = world.post(PATH, service()).body
    assert (made["spec"]["clusterIP"], made["spec"]["ports"][0]["nodePort"]) == ("10.0.0.2", 30001)
    assert world.get(f"{PATH}/a").body["spec"]["clusterIP"] == "10.0.0.1"
    consistent(world)


def test_an_update_is_overtaken_like_a_creation(world, monkeypatch):
    world.server.settings.node_ports = (30000, 30001)
    monkeypatch.setattr(type(world.env), "below", lambda _env, _n: 0)
    made = world.post(PATH, service(type="ClusterIP")).body
    overtaking(world, monkeypatch, service("a"))
    made["spec"]["type"] = "NodePort"
    answer = world.send("PUT", f"{PATH}/s", made)  # names its resourceVersion, and has not lost this race
    assert (answer.status, answer.body["spec"]["ports"][0]["nodePort"]) == (200, 30001)
    consistent(world)


def test_the_commit_holds_the_service_and_what_it_took(world):
    before = world.server.store.revision()
    made = world.post(PATH, service()).body
    assert world.server.store.revision() == before + 1
    row = resources.find("networking.k8s.io", "v1", "ipaddresses")
    assert world.server.store.get(row.key("", made["spec"]["clusterIP"])).revision == before + 1
    assert world.server.store.get(nodeports.KEY).revision == before + 1
