"""Replica sets, replication controllers, stateful sets and daemon sets."""
from __future__ import annotations

from tests.scenarios.conftest import kind, pod, template, workload

COST = "controller.kubernetes.io/pod-deletion-cost"
NEVER = [{"conditionType": "example.com/never"}]


def test_replica_set_adopts_and_makes_what_is_missing(world):
    for name in ("a", "b"):
        world.create(pod(name, labels={"app": "web"}))
    world.create(pod("other", labels={"app": "other"}))
    world.settle()
    world.create(workload("ReplicaSet"))
    world.settle()
    assert len(world.list("pods")) == 4
    owner = world.get("pods", "a")["metadata"]["ownerReferences"][0]
    assert (owner["kind"], owner["name"], owner["controller"], owner["blockOwnerDeletion"]) == ("ReplicaSet", "web", True, True)
    assert "ownerReferences" not in world.get("pods", "other")["metadata"]
    world.delete("replicasets.apps", "web")
    world.settle()
    assert world.names("pods") == ["other"]


def test_replica_set_removes_cheap_and_unready_pods_first(world):
    for name, cost, gates in (("a", "5", []), ("b", "-10", []), ("c", "0", []), ("d", "100", NEVER)):
        world.create(pod(name, labels={"app": "web"}, annotations={COST: cost}, readinessGates=gates))
    world.settle()
    world.create(workload("ReplicaSet", replicas=4))
    world.settle()
    for size, left in ((3, ["a", "b", "c"]), (2, ["a", "c"]), (1, ["a"])):
        world.scale("replicasets.apps", "web", size)
        world.settle()
        assert world.names("pods") == left


def test_replica_set_status_and_events(world):
    world.create(workload("ReplicaSet"))
    world.settle()
    assert world.get("replicasets.apps", "web")["status"] == {
        "availableReplicas": 3, "fullyLabeledReplicas": 3, "observedGeneration": 1, "readyReplicas": 3, "replicas": 3, "terminatingReplicas": 0}
    world.scale("replicasets.apps", "web", 1)
    world.settle()
    assert [(e[1], e[2]) for e in world.events(kind="ReplicaSet")] == (
        [("SuccessfulCreate", "replicaset-controller")] * 3 + [("SuccessfulDelete", "replicaset-controller")] * 2)


def test_failed_pods_stay_and_are_replaced(world):
    world.create(workload("ReplicaSet", replicas=2, pod=template(schedulerName="by-hand")))
    world.settle()
    world.patch("pods", world.names("pods")[0], {"status": {"phase": "Failed"}}, subresource="status")
    world.settle()
    assert sorted(p["status"]["phase"] for p in world.list("pods")) == ["Failed", "Pending", "Pending"]


def test_orphaned_pods_are_adopted_again(world):
    world.create(workload("ReplicaSet", replicas=2))
    world.settle()
    before = world.names("pods")
    world.delete("replicasets.apps", "web", propagationPolicy="Orphan")
    world.settle()
    assert [p["metadata"].get("ownerReferences") for p in world.list("pods")] == [None, None]
    world.create(workload("ReplicaSet", replicas=2))
    world.settle()
    assert world.names("pods") == before
    assert [p["metadata"]["ownerReferences"][0]["name"] for p in world.list("pods")] == ["web", "web"]


def test_replication_controller_releases_a_pod_that_no_longer_matches(world):
    world.create(kind("ReplicationController", "old", spec={"replicas": 2, "selector": {"app": "old"}, "template": template("old")}))
    world.settle()
    world.patch("pods", world.names("pods")[0], {"metadata": {"labels": {"app": None}}})
    world.settle()
    assert sorted(bool(p["metadata"].get("ownerReferences")) for p in world.list("pods")) == [False, True, True]
    assert world.get("replicationcontrollers", "old")["status"] == {
        "availableReplicas": 2, "fullyLabeledReplicas": 2, "observedGeneration": 1, "readyReplicas": 2, "replicas": 2}


def stateful(replicas=3, **spec):
    return workload("StatefulSet", replicas=replicas, serviceName="web", **spec)


def test_stateful_set_names_labels_and_status(world):
    world.create(stateful(2))
    world.settle()
    assert world.names("pods") == ["web-0", "web-1"]
    second = world.get("pods", "web-1")
    assert (second["spec"]["hostname"], second["spec"]["subdomain"]) == ("web-1", "web")
    labels = second["metadata"]["labels"]
    assert labels["apps.kubernetes.io/pod-index"] == "1" and labels["statefulset.kubernetes.io/pod-name"] == "web-1"
    status = world.get("statefulsets.apps", "web")["status"]
    assert labels["controller-revision-hash"] == status["currentRevision"] == status["updateRevision"]
    assert {k: v for k, v in status.items() if not k.endswith("Revision")} == {
        "availableReplicas": 2, "collisionCount": 0, "currentReplicas": 2, "observedGeneration": 1, "readyReplicas": 2, "replicas": 2, "updatedReplicas": 2}
    world.delete("pods", "web-0")
    world.settle()
    assert world.names("pods") == ["web-0", "web-1"]


def test_ordered_set_stops_at_a_pod_that_is_not_ready_and_a_parallel_one_does_not(world):
    world.create(stateful(pod=template(readinessGates=NEVER)))
    parallel = workload("StatefulSet", "par", serviceName="par", podManagementPolicy="Parallel", pod=template("par", readinessGates=NEVER))
    world.create(parallel)
    world.settle()
    assert world.names("pods") == ["par-0", "par-1", "par-2", "web-0"]


def test_rolling_update_stops_at_the_partition(world):
    world.create(stateful(updateStrategy={"type": "RollingUpdate", "rollingUpdate": {"partition": 2}}))
    world.settle()
    world.patch("statefulsets.apps", "web", {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": "busybox:1"}]}}}})
    world.settle()
    images = [p["spec"]["containers"][0]["image"] for p in sorted(world.list("pods"), key=lambda p: p["metadata"]["name"])]
    assert images == ["registry.k8s.io/pause:3.10"] * 2 + ["busybox:1"]
    status = world.get("statefulsets.apps", "web")["status"]
    assert (status["replicas"], status["currentReplicas"], status["updatedReplicas"], status["readyReplicas"]) == (3, 2, 1, 3)
    world.patch("statefulsets.apps", "web", {"spec": {"updateStrategy": {"rollingUpdate": {"partition": 0}}}})
    world.settle()
    status = world.get("statefulsets.apps", "web")["status"]
    assert status["currentRevision"] == status["updateRevision"] and status["currentReplicas"] == 3
    assert sorted(r["revision"] for r in world.list("controllerrevisions.apps")) == [1, 2]


def claims(name="data"):
    return [{"metadata": {"name": name}, "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "none", "resources": {"requests": {"storage": "1Gi"}}}}]


def volume(name, size="1Gi", storage_class="none", **spec):
    return kind("PersistentVolume", name, namespace=None, spec={"capacity": {"storage": size}, "accessModes": ["ReadWriteOnce"], "storageClassName": storage_class,
                                                                "persistentVolumeReclaimPolicy": "Retain", "hostPath": {"path": "/tmp/" + name}, **spec})


def test_claims_stay_after_scaling_unless_the_policy_says_otherwise(world):
    for i in range(3):
        world.create(volume(f"pv{i}"))
    world.create(stateful(volumeClaimTemplates=claims()))
    world.settle()
    assert world.names("pods") == ["web-0", "web-1", "web-2"]
    assert world.get("pods", "web-1")["spec"]["volumes"][0] == {"name": "data", "persistentVolumeClaim": {"claimName": "data-web-1"}}
    world.scale("statefulsets.apps", "web", 1)
    world.settle()
    assert world.names("persistentvolumeclaims") == ["data-web-0", "data-web-1", "data-web-2"]
    world.patch("statefulsets.apps", "web", {"spec": {"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete", "whenScaled": "Delete"}}})
    world.settle()
    world.delete("statefulsets.apps", "web")
    world.settle()
    assert world.names("persistentvolumeclaims") == ["data-web-1", "data-web-2"]


def daemons(**spec):
    return workload("DaemonSet", "agent", replicas=None, **spec)


def nodes_of_pods(world):
    return sorted(p["spec"].get("nodeName", "") for p in world.list("pods"))


def test_daemon_set_runs_on_every_node_and_on_new_ones(world):
    world.create(daemons())
    world.settle()
    assert nodes_of_pods(world) == ["node1", "node2", "node3"]
    assert world.get("daemonsets.apps", "agent")["status"] == {
        "currentNumberScheduled": 3, "desiredNumberScheduled": 3, "numberAvailable": 3, "numberMisscheduled": 0, "numberReady": 3,
        "observedGeneration": 1, "updatedNumberScheduled": 3}
    world.create(kind("Node", "node4", namespace=None))
    world.settle()
    assert nodes_of_pods(world) == ["node1", "node2", "node3", "node4"]


def test_labels_of_nodes_decide_where_daemons_run(world):
    world.create(daemons(pod=template("agent", nodeSelector={"disk": "ssd"})))
    world.settle()
    assert nodes_of_pods(world) == []
    world.patch("nodes", "node2", {"metadata": {"labels": {"disk": "ssd"}}}, namespace="")
    world.settle()
    assert nodes_of_pods(world) == ["node2"]
    world.patch("nodes", "node2", {"metadata": {"labels": {"disk": None}}}, namespace="")
    world.settle()
    assert nodes_of_pods(world) == []


def test_daemon_set_rolls_and_keeps_its_history(world):
    world.create(daemons())
    world.settle()
    world.patch("daemonsets.apps", "agent", {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": "busybox:1"}]}}}})
    world.settle()
    assert {p["spec"]["containers"][0]["image"] for p in world.list("pods")} == {"busybox:1"}
    assert sorted(r["revision"] for r in world.list("controllerrevisions.apps")) == [1, 2]
    world.patch("daemonsets.apps", "agent", {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": "registry.k8s.io/pause:3.10"}]}}}})
    world.settle()
    assert sorted(r["revision"] for r in world.list("controllerrevisions.apps")) == [2, 3]


def test_on_delete_waits_for_the_pods_to_be_deleted(world):
    world.create(stateful(2, updateStrategy={"type": "OnDelete"}))
    world.create(daemons(updateStrategy={"type": "OnDelete"}))
    world.settle()
    change = {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": "busybox:1"}]}}}}
    world.patch("statefulsets.apps", "web", change)
    world.patch("daemonsets.apps", "agent", change)
    world.settle()
    assert {p["spec"]["containers"][0]["image"] for p in world.list("pods")} == {"registry.k8s.io/pause:3.10"}
    world.delete("pods", "web-0")
    world.delete("pods", next(n for n in world.names("pods") if n.startswith("agent")))
    world.settle()
    assert sorted(p["spec"]["containers"][0]["image"] for p in world.list("pods")) == ["busybox:1"] * 2 + ["registry.k8s.io/pause:3.10"] * 3


def test_ordinals_may_start_later(world):
    world.create(stateful(2, ordinals={"start": 5}))
    world.settle()
    assert world.names("pods") == ["web-5", "web-6"]


def test_daemon_set_surges(world):
    world.create(daemons(updateStrategy={"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}))
    world.settle()
    world.patch("daemonsets.apps", "agent", {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": "busybox:1"}]}}}})
    world.settle()
    assert [p["spec"]["containers"][0]["image"] for p in world.list("pods")] == ["busybox:1"] * 3
