"""The filters, each alone: which nodes it refuses, in which words, and whether preemption could help."""
from __future__ import annotations

import pytest

from kubectl_lite.scheduler.plugins import (inter_pod_affinity, node_affinity, node_name, node_ports, node_resources_fit, node_unschedulable, pod_topology_spread,
                                            taint_toleration, volume_binding, volume_restrictions, volume_zone)
from tests.unit.scheduler.builders import node, pod, refusals


def test_unschedulable_nodes():
    assert refusals(node_unschedulable, pod(), node("n1", unschedulable=True), node("n2")) == {"n1": (("node(s) were unschedulable",), False)}
    tolerant = pod(tolerations=[{"key": "node.kubernetes.io/unschedulable", "operator": "Exists"}])
    assert refusals(node_unschedulable, tolerant, node("n1", unschedulable=True)) == {}


def test_node_name():
    assert list(refusals(node_name, pod(nodeName="n2"), node("n1"), node("n2"))) == ["n1"]


def test_taints():
    taint = {"key": "k", "value": "v"}
    nodes = [node("n1", taints=[{**taint, "effect": "NoSchedule"}]), node("n2", taints=[{**taint, "effect": "PreferNoSchedule"}]),
             node("n3", taints=[{**taint, "effect": "NoExecute"}])]
    assert refusals(taint_toleration, pod(), *nodes) == dict.fromkeys(("n1", "n3"), (("node(s) had untolerated taint(s)",), False))
    assert refusals(taint_toleration, pod(tolerations=[{"operator": "Exists"}]), *nodes) == {}


def affinity(**term):
    return {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}}}


def test_node_affinity():
    found = pod(affinity=affinity(matchExpressions=[{"key": "zone", "operator": "In", "values": ["a"]}]))
    assert refusals(node_affinity, found, node("n1", labels={"zone": "a"}), node("n2")) == {"n2": (("node(s) didn't match Pod's node affinity/selector",), False)}


def test_contradicting_names_refuse_the_pod():
    fields = [{"key": "metadata.name", "operator": "In", "values": [v]} for v in ("n1", "n2")]
    assert refusals(node_affinity, pod(affinity=affinity(matchFields=fields)), node("n1")) == {"": (("pod affinity terms conflict",), False)}


def test_host_ports():
    taken = (node("n1"), [pod("x", ports=[8080])])
    assert refusals(node_ports, pod(ports=[8080]), taken, node("n2")) == {"n1": (("node(s) didn't have free ports for the requested pod ports",), True)}


@pytest.mark.parametrize("found, reasons, resolvable", [
    (pod(cpu="3"), ("Insufficient cpu",), True), (pod(cpu="5"), ("Insufficient cpu",), False), (pod(cpu="3", memory="7Gi"), ("Insufficient cpu", "Insufficient memory"), True),
    (pod(cpu="3", memory="9Gi"), ("Insufficient cpu", "Insufficient memory"), False),
])
def test_resources(found, reasons, resolvable):
    busy = (node("n1"), [pod("x", cpu="2", memory="2Gi")])
    assert refusals(node_resources_fit, found, busy) == {"n1": (reasons, resolvable)}


def test_number_of_pods_and_extended_resources():
    assert refusals(node_resources_fit, pod(), (node("n1", pods="1"), [pod("x")])) == {"n1": (("Too many pods",), True)}
    gpu = pod()
    gpu["spec"]["containers"][0]["resources"]["requests"] = {"example.com/gpu": "1"}
    assert refusals(node_resources_fit, gpu, node("n1"), node("n2", **{"example.com/gpu": "1"})) == {"n1": (("Insufficient example.com/gpu",), False)}


def spread(**more):
    return pod(labels={"app": "web"}, topologySpreadConstraints=[{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule",
                                                                  "labelSelector": {"matchLabels": {"app": "web"}}, **more}])


def web(name):
    return pod(name, labels={"app": "web"})


def test_topology_spread():
    nodes = [(node("n1", labels={"zone": "a"}), [web("x")]), node("n2", labels={"zone": "b"}), node("n3")]
    words = "node(s) didn't match pod topology spread constraints"
    assert refusals(pod_topology_spread, spread(), *nodes) == {"n1": ((words,), True), "n3": ((words + " (missing required label)",), False)}
    assert list(refusals(pod_topology_spread, spread(minDomains=3), *nodes[:2])) == ["n1"]
    assert refusals(pod_topology_spread, spread(maxSkew=2), *nodes[:2]) == {}


def test_nodes_that_the_pod_cannot_use_do_not_count_unless_the_policy_ignores_that():
    found = spread()
    found["spec"]["nodeSelector"] = {"zone": "a"}
    nodes = [(node("n1", labels={"zone": "a"}), [web("x")]), node("n2", labels={"zone": "b"})]
    assert refusals(pod_topology_spread, found, *nodes) == {}
    found["spec"]["topologySpreadConstraints"][0]["nodeAffinityPolicy"] = "Ignore"
    assert list(refusals(pod_topology_spread, found, *nodes)) == ["n1"]


def near(kind, app="db", **more):
    return {kind: {"requiredDuringSchedulingIgnoredDuringExecution": [{"labelSelector": {"matchLabels": {"app": app}}, "topologyKey": "zone", **more}]}}


DB = pod("db", labels={"app": "db"})
ZONES = [(node("n1", labels={"zone": "a"}), [DB]), node("n2", labels={"zone": "a"}), node("n3", labels={"zone": "b"}), node("n4")]


def test_affinity_and_anti_affinity_by_zone():
    assert refusals(inter_pod_affinity, pod(affinity=near("podAffinity")), *ZONES) == dict.fromkeys(("n3", "n4"), (("node(s) didn't match pod affinity rules",), False))
    assert refusals(inter_pod_affinity, pod(affinity=near("podAntiAffinity")), *ZONES) == dict.fromkeys(
        ("n1", "n2"), (("node(s) didn't match pod anti-affinity rules",), True))


def test_anti_affinity_of_pods_that_are_there_holds_too():
    guard = pod("guard", affinity=near("podAntiAffinity", "web"))
    nodes = [(node("n1", labels={"zone": "a"}), [guard]), node("n2", labels={"zone": "b"})]
    assert refusals(inter_pod_affinity, web("p"), *nodes) == {"n1": (("node(s) didn't satisfy existing pods anti-affinity rules",), True)}


def test_first_of_a_group_may_go_anywhere_with_the_label():
    assert list(refusals(inter_pod_affinity, pod(labels={"app": "new"}, affinity=near("podAffinity", "new")), *ZONES)) == ["n4"]


def test_namespaces_of_terms():
    other = pod("db", labels={"app": "db"}, namespace="other")
    nodes = [(node("n1", labels={"zone": "a"}), [other])]
    spaces = [{"metadata": {"name": "other", "labels": {"team": "x"}}}]
    assert list(refusals(inter_pod_affinity, pod(affinity=near("podAffinity")), *nodes)) == ["n1"]
    assert refusals(inter_pod_affinity, pod(affinity=near("podAffinity", namespaces=["other"])), *nodes) == {}
    by_label = near("podAffinity", namespaceSelector={"matchLabels": {"team": "x"}})
    assert refusals(inter_pod_affinity, pod(affinity=by_label), *nodes, namespaces=spaces) == {}


def claim(name="c", volume=None, storage_class="", modes=("ReadWriteOnce",), **meta):
    annotations = {"pv.kubernetes.io/bind-completed": "yes"} if volume else {}
    spec = {"accessModes": list(modes), "resources": {"requests": {"storage": "1Gi"}}, "storageClassName": storage_class}
    return {"metadata": {"name": name, "namespace": "demo", "uid": "u-" + name, "annotations": annotations, **meta}, "spec": {**spec, **({"volumeName": volume} if volume else {})}}


def volume(name="v", zone=None, storage_class="", size="1Gi", labels=None):
    spec = {"capacity": {"storage": size}, "accessModes": ["ReadWriteOnce"], "storageClassName": storage_class}
    if zone:
        spec["nodeAffinity"] = {"required": {"nodeSelectorTerms": [{"matchExpressions": [{"key": "zone", "operator": "In", "values": [zone]}]}]}}
    return {"metadata": {"name": name, "labels": labels or {}}, "spec": spec, "status": {"phase": "Available"}}


USING = pod(volumes=[{"name": "d", "persistentVolumeClaim": {"claimName": "c"}}])
WAITING = {"metadata": {"name": "wait"}, "provisioner": "kubernetes.io/no-provisioner", "volumeBindingMode": "WaitForFirstConsumer"}
AB = [node("n1", labels={"zone": "a"}), node("n2", labels={"zone": "b"})]


def test_bound_claims_follow_their_volume():
    found = refusals(volume_binding, USING, *AB, persistentvolumeclaims=[claim(volume="v")], persistentvolumes=[volume(zone="b")])
    assert found == {"n1": (("node(s) didn't match PersistentVolume's node affinity",), False)}


def test_unbound_claims():
    assert refusals(volume_binding, USING, *AB, persistentvolumeclaims=[claim()]) == {"": (("pod has unbound immediate PersistentVolumeClaims",), False)}
    things = {"persistentvolumeclaims": [claim(storage_class="wait")], "storageclasses__storage__k8s__io": [WAITING]}
    found = refusals(volume_binding, USING, *AB, persistentvolumes=[volume(zone="b", storage_class="wait")], **things)
    assert found == {"n1": (("node(s) didn't find available persistent volumes to bind",), False)}


def test_exclusive_claims_are_used_once():
    things = {"persistentvolumeclaims": [claim(modes=["ReadWriteOncePod"])]}
    user = pod("x", volumes=USING["spec"]["volumes"])
    assert list(refusals(volume_restrictions, USING, (node("n1"), [user]), node("n2"), **things)) == ["n1", "n2"]
    assert refusals(volume_restrictions, USING, node("n1"), **things) == {}


def test_zones_of_volumes():
    labels = {"topology.kubernetes.io/zone": "a"}
    things = {"persistentvolumeclaims": [claim(volume="v")], "persistentvolumes": [volume(labels=labels)]}
    nodes = [node("n1", labels=labels), node("n2", labels={"topology.kubernetes.io/zone": "b"})]
    assert refusals(volume_zone, USING, *nodes, **things) == {"n2": (("node(s) had no available volume zone",), False)}
