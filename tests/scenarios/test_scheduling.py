"""Where pods go, and what is said when they go nowhere."""
from __future__ import annotations

import pytest

from tests.scenarios.conftest import World, kind, pod, template, workload

NOT_HELPFUL, NO_VICTIMS = "Preemption is not helpful for scheduling", "No preemption victims found for incoming pod"


@pytest.fixture
def world():
    return World(nodes=0)


def node(world, name, cpu="4", memory="8Gi", pods="110", labels=None, spec=None, **status):
    amounts = {"cpu": cpu, "memory": memory, "pods": pods, **status.pop("amounts", {})}
    own = {"kubernetes.io/hostname": name, **(labels or {})}
    ready = {"type": "Ready", "status": "True", "reason": "KubeletReady", "message": "ok"}
    world.create(kind("Node", name, namespace=None, labels=own, spec=spec or {},
                      status={"capacity": amounts, "allocatable": amounts, "conditions": [ready], **status}))


def asking(name, cpu=None, memory=None, priority_class=None, **spec):
    requests = {k: v for k, v in (("cpu", cpu), ("memory", memory)) if v}
    if priority_class:
        spec["priorityClassName"] = priority_class
    containers = [{"name": "main", "image": "registry.k8s.io/pause:3.10", "resources": {"requests": requests}}]
    return pod(name, containers=containers, terminationGracePeriodSeconds=0, **spec)


def placed(world):
    return {p["metadata"]["name"]: p["spec"].get("nodeName") for p in world.list("pods")}


def why(world, name):
    return world.conditions("pods", name)["PodScheduled"][2]


def unfit(total, reasons, preemption):
    return f"0/{total} nodes are available: {reasons}. no new claims to deallocate, preemption: 0/{total} nodes are available: {preemption}."


def test_resources(world):
    for name, cpu in (("n1", "1"), ("n2", "2"), ("n3", "4")):
        node(world, name, cpu)
    world.create(asking("a", "3"))
    world.settle()
    world.create(asking("b", "3"))
    world.create(asking("c", "5"))
    world.settle()
    assert placed(world) == {"a": "n3", "b": None, "c": None}
    assert why(world, "b") == unfit(3, "3 Insufficient cpu", f"1 {NO_VICTIMS}, 2 {NOT_HELPFUL}")
    assert why(world, "c") == unfit(3, "3 Insufficient cpu", f"3 {NOT_HELPFUL}")
    assert [e[:2] for e in world.events(name="b")] == [("Warning", "FailedScheduling")]
    world.settle()
    assert len(world.events(name="b")) == 1
    world.delete("pods", "a")
    world.settle()
    assert placed(world) == {"b": "n3", "c": None}


def test_no_nodes(world):
    world.create(asking("a"))
    world.settle()
    assert world.conditions("pods", "a")["PodScheduled"] == ("False", "Unschedulable", "no nodes available to schedule pods")
    node(world, "n1")
    world.settle()
    assert placed(world) == {"a": "n1"}


def test_taints_and_selectors(world):
    node(world, "n1", spec={"taints": [{"key": "team", "value": "red", "effect": "NoSchedule"}]})
    node(world, "n2", labels={"disk": "ssd"}, spec={"unschedulable": True})
    world.create(asking("red", tolerations=[{"key": "team", "operator": "Equal", "value": "red"}]))
    world.create(asking("none", nodeSelector={"disk": "ssd"}))
    world.settle()
    assert placed(world) == {"red": "n1", "none": None}
    assert why(world, "none") == unfit(2, "1 node(s) had untolerated taint(s), 1 node(s) were unschedulable", f"2 {NOT_HELPFUL}")


def affinity(*terms):
    return {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": list(terms)}}}


def test_node_affinity(world):
    for name, zone in (("n1", "a"), ("n2", "b"), ("n3", "b")):
        node(world, name, labels={"zone": zone})
    world.create(asking("in", affinity=affinity({"matchExpressions": [{"key": "zone", "operator": "In", "values": ["a"]}]})))
    world.create(asking("field", affinity=affinity({"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["n3"]}]})))
    world.create(asking("lost", affinity=affinity({"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["nope"]}]})))
    world.create(asking("none", affinity=affinity({"matchExpressions": [{"key": "zone", "operator": "In", "values": ["z"]}]})))
    world.settle()
    assert placed(world) == {"in": "n1", "field": "n3", "lost": None, "none": None}
    assert why(world, "lost") == unfit(3, "3 node(s) didn't satisfy plugin(s) [NodeAffinity]", f"3 {NOT_HELPFUL}")
    assert why(world, "none") == unfit(3, "3 node(s) didn't match Pod's node affinity/selector", f"3 {NOT_HELPFUL}")


def test_emptier_and_fitting_nodes_are_preferred(world):
    node(world, "n1")
    node(world, "n2")
    world.create(asking("big", "2", "4Gi", nodeName="n1"))
    world.settle()
    world.create(asking("a", "1", "1Gi"))
    world.settle()
    assert placed(world)["a"] == "n2"


def test_image_locality(world):
    image = {"names": ["registry.k8s.io/pause:3.10"], "sizeBytes": 1_500_000_000}
    node(world, "n1")
    node(world, "n2", images=[image])
    node(world, "n3")
    world.create(asking("a"))
    world.settle()
    assert placed(world) == {"a": "n2"}


def test_pods_of_a_workload_are_spread(world):
    for name in ("n1", "n2", "n3"):
        node(world, name)
    world.create(workload("Deployment", replicas=6))
    world.settle()
    found = [p["spec"]["nodeName"] for p in world.list("pods")]
    assert sorted(found) == ["n1", "n1", "n2", "n2", "n3", "n3"]


def test_topology_spread(world):
    for name, zone in (("n1", "a"), ("n2", "b"), ("n3", None)):
        node(world, name, labels={"zone": zone} if zone else None)
    constraint = {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule", "labelSelector": {"matchLabels": {"app": "web"}}}
    world.create(workload("ReplicaSet", replicas=4, pod=template(topologySpreadConstraints=[constraint])))
    world.settle()
    assert sorted(p["spec"]["nodeName"] for p in world.list("pods")) == ["n1", "n1", "n2", "n2"]
    world.patch("nodes", "n2", {"spec": {"unschedulable": True}}, namespace="")
    world.scale("replicasets.apps", "web", 6)
    world.settle()
    held = [p for p in world.list("pods") if not p["spec"].get("nodeName")]
    assert len(held) == 1
    assert why(world, held[0]["metadata"]["name"]) == unfit(
        3, "1 node(s) didn't match pod topology spread constraints, 1 node(s) didn't match pod topology spread constraints (missing required label), "
        "1 node(s) were unschedulable", f"1 {NO_VICTIMS}, 2 {NOT_HELPFUL}")


def near(kind_, key="kubernetes.io/hostname", app="db"):
    term = {"labelSelector": {"matchLabels": {"app": app}}, "topologyKey": key}
    return {kind_: {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}


def labelled(made, app):
    made["metadata"]["labels"] = {"app": app}
    return made


def test_pod_affinity_and_anti_affinity(world):
    for name in ("n1", "n2"):
        node(world, name)
    world.create(labelled(asking("db", nodeName="n2"), "db"))
    world.settle()
    world.create(labelled(asking("beside", affinity=near("podAffinity")), "web"))
    world.create(labelled(asking("apart", affinity=near("podAntiAffinity")), "web"))
    world.create(labelled(asking("alone", affinity=near("podAffinity", app="nobody")), "web"))
    world.settle()
    assert placed(world) == {"db": "n2", "beside": "n2", "apart": "n1", "alone": None}
    assert why(world, "alone") == unfit(2, "2 node(s) didn't match pod affinity rules", f"2 {NOT_HELPFUL}")


def test_first_pod_of_a_group_that_means_itself_may_go_anywhere(world):
    for name in ("n1", "n2"):
        node(world, name)
    for name in ("a", "b", "c"):
        world.create(labelled(asking(name, affinity=near("podAffinity", app="group")), "group"))
    world.settle()
    assert len(set(placed(world).values())) == 1


def test_host_ports(world):
    node(world, "n1")
    for name in ("a", "b"):
        containers = [{"name": "main", "image": "x", "ports": [{"containerPort": 80, "hostPort": 8080}]}]
        world.create(pod(name, containers=containers))
    world.settle()
    assert sorted(map(str, placed(world).values())) == ["None", "n1"]
    held = next(name for name, on in placed(world).items() if on is None)
    assert why(world, held) == unfit(1, "1 node(s) didn't have free ports for the requested pod ports", f"1 {NO_VICTIMS}")


def test_claims_hold_a_pod_up(world):
    node(world, "n1")
    world.create(pod("a", volumes=[{"name": "v", "persistentVolumeClaim": {"claimName": "nope"}}]))
    world.settle()
    assert why(world, "a") == '0/1 nodes are available: persistentvolumeclaim "nope" not found. not found'


def priority(world, name, value, **more):
    world.create(kind("PriorityClass", name, "scheduling.k8s.io/v1", namespace=None, value=value, **more))


def test_preemption(world):
    node(world, "n1", "2")
    priority(world, "low", 10)
    priority(world, "high", 1000)
    priority(world, "polite", 1000, preemptionPolicy="Never")
    world.create(asking("low", "2", priority_class="low"))
    world.settle()
    world.create(asking("same", "2", priority_class="low"))
    world.create(asking("polite", "2", priority_class="polite"))
    world.settle()
    assert placed(world) == {"low": "n1", "same": None, "polite": None}
    assert why(world, "same") == unfit(1, "1 Insufficient cpu", f"1 {NO_VICTIMS}")
    assert why(world, "polite") == "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never."
    world.delete("pods", "polite")
    world.create(asking("high", "2", priority_class="high"))
    world.settle()
    assert placed(world) == {"same": None, "high": "n1"}
    uid = world.get("pods", "high")["metadata"]["uid"]
    assert ("Normal", "Preempted", None, f"Preempted by pod {uid} on node n1") in world.events(name="low")


def test_gated_pods_wait(world):
    node(world, "n1")
    world.create(asking("a", schedulingGates=[{"name": "example.com/one"}]))
    world.settle()
    assert world.conditions("pods", "a")["PodScheduled"] == ("False", "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates")
    assert world.events(name="a") == []
    world.patch("pods", "a", [{"op": "remove", "path": "/spec/schedulingGates"}], content_type="application/json-patch+json")
    world.settle()
    assert placed(world) == {"a": "n1"}


def test_other_schedulers_pods_are_left_alone(world):
    node(world, "n1")
    world.create(asking("a", schedulerName="mine"))
    world.settle()
    assert placed(world) == {"a": None} and "conditions" not in world.get("pods", "a")["status"]


def test_keys_of_labels_in_spread_constraints(world):
    """matchLabelKeys are written into the selector of new pods, and each template is spread on its own."""
    for name in ("n1", "n2"):
        node(world, name)
    constraint = {"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "DoNotSchedule",
                  "labelSelector": {"matchLabels": {"app": "web"}}, "matchLabelKeys": ["pod-template-hash"]}
    world.create(workload("Deployment", replicas=4, pod=template(topologySpreadConstraints=[constraint])))
    world.settle()
    assert sorted(p["spec"]["nodeName"] for p in world.list("pods")) == ["n1", "n1", "n2", "n2"]
