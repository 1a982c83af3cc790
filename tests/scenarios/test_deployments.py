"""Deployments from creation to scaling, rolling out and going back."""
from __future__ import annotations

from tests.scenarios.conftest import template, workload

NEVER = {"spec": {"template": {"spec": {"readinessGates": [{"conditionType": "example.com/never"}]}}}}


def sizes(world):
    """{revision: (wanted, have, ready)} of the replica sets."""
    found = {}
    for rs in world.list("replicasets.apps"):
        status = rs["status"]
        found[int(rs["metadata"]["annotations"]["deployment.kubernetes.io/revision"])] = (
            rs["spec"]["replicas"], status["replicas"], status.get("readyReplicas", 0))
    return found


def set_image(world, image):
    world.patch("deployments.apps", "web", {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": image}]}}}})


def test_new_deployment_becomes_available(world):
    world.create(workload("Deployment"))
    world.settle()
    deployment = world.get("deployments.apps", "web")
    status = deployment["status"]
    assert {k: v for k, v in status.items() if k != "conditions"} == {
        "availableReplicas": 3, "observedGeneration": 1, "readyReplicas": 3, "replicas": 3, "terminatingReplicas": 0, "updatedReplicas": 3}
    assert [c["type"] for c in status["conditions"]] == ["Available", "Progressing"]
    rs = world.list("replicasets.apps")[0]["metadata"]["name"]
    assert world.conditions("deployments.apps", "web") == {
        "Available": ("True", "MinimumReplicasAvailable", "Deployment has minimum availability."),
        "Progressing": ("True", "NewReplicaSetAvailable", f'ReplicaSet "{rs}" has successfully progressed.')}
    assert deployment["metadata"]["annotations"] == {"deployment.kubernetes.io/revision": "1"}


def test_settled_cluster_is_left_alone(world):
    world.create(workload("Deployment"))
    world.settle()
    revision = world.cluster.store.revision()
    assert world.settle().lines() == ["nothing to do"]
    assert world.cluster.store.revision() == revision


def test_rollout_keeps_the_old_replica_set_at_zero(world):
    world.create(workload("Deployment"))
    world.settle()
    set_image(world, "busybox:1")
    world.settle()
    assert sizes(world) == {1: (0, 0, 0), 2: (3, 3, 3)}
    assert {p["spec"]["containers"][0]["image"] for p in world.list("pods")} == {"busybox:1"}


def test_rolling_back_raises_the_old_revision(world):
    world.create(workload("Deployment"))
    world.settle()
    set_image(world, "busybox:1")
    world.settle()
    set_image(world, "registry.k8s.io/pause:3.10")
    world.settle()
    assert sizes(world) == {2: (0, 0, 0), 3: (3, 3, 3)}


def test_stuck_rollout_stops_at_its_limits(world):
    limits = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 1}}
    world.create(workload("Deployment", replicas=4, strategy=limits))
    world.settle()
    world.patch("deployments.apps", "web", NEVER)
    world.settle()
    assert sizes(world) == {2: (2, 2, 0), 1: (3, 3, 3)}
    assert world.conditions("deployments.apps", "web")["Progressing"][:2] == ("True", "ReplicaSetUpdated")


def test_scaling_in_the_middle_of_a_rollout_is_shared(world):
    limits = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 3, "maxUnavailable": 2}}
    world.create(workload("Deployment", replicas=10, strategy=limits))
    world.settle()
    world.patch("deployments.apps", "web", NEVER)
    world.settle()
    assert sizes(world) == {2: (5, 5, 0), 1: (8, 8, 8)}
    world.scale("deployments.apps", "web", 20)
    world.settle()
    assert sizes(world) == {2: (9, 9, 0), 1: (14, 14, 14)}
    world.scale("deployments.apps", "web", 6)
    world.settle()
    assert sizes(world) == {2: (5, 5, 0), 1: (4, 4, 4)}


def test_recreate_takes_the_old_pods_down_first(world):
    world.create(workload("Deployment", replicas=2, strategy={"type": "Recreate"}))
    world.settle()
    set_image(world, "busybox:1")
    world.settle()
    assert sizes(world) == {1: (0, 0, 0), 2: (2, 2, 2)}
    said = [message.split(" from ")[1] for _, reason, _, message in world.events(kind="Deployment") if reason == "ScalingReplicaSet"]
    assert sorted(said) == ["0 to 2", "0 to 2", "2 to 0"]


def test_history_limit(world):
    world.create(workload("Deployment", replicas=1, revisionHistoryLimit=1))
    for image in ("busybox:1", "busybox:2", "busybox:3"):
        world.settle()
        set_image(world, image)
    world.settle()
    assert sorted(sizes(world)) == [3, 4]


def test_progress_deadline(world):
    world.create(workload("Deployment", replicas=1, pod=template(readinessGates=[{"conditionType": "example.com/never"}]), progressDeadlineSeconds=3))
    report = world.settle()
    assert [row[1:] for row in report.waiting] == [("deployment-controller", ("demo", "web"))]
    world.pass_time(6)
    assert world.conditions("deployments.apps", "web")["Progressing"][:2] == ("False", "ProgressDeadlineExceeded")


def test_paused_deployment_scales_but_does_not_roll(world):
    world.create(workload("Deployment", replicas=2))
    world.settle()
    world.patch("deployments.apps", "web", {"spec": {"paused": True}})
    set_image(world, "busybox:1")
    world.scale("deployments.apps", "web", 3)
    world.settle()
    assert sizes(world) == {1: (3, 3, 3)}
    assert world.conditions("deployments.apps", "web")["Progressing"] == ("Unknown", "DeploymentPaused", "Deployment is paused")
    world.patch("deployments.apps", "web", {"spec": {"paused": False}})
    world.settle()
    assert sizes(world) == {1: (0, 0, 0), 2: (3, 3, 3)}


def test_min_ready_seconds_hold_availability_back(world):
    world.create(workload("Deployment", replicas=2, minReadySeconds=3600, progressDeadlineSeconds=7200))
    world.settle()
    assert "availableReplicas" not in world.get("deployments.apps", "web")["status"]
    world.pass_time(3601)
    assert world.get("deployments.apps", "web")["status"]["availableReplicas"] == 2


def test_hash_collision_makes_another_name(world):
    """A replica set of the wanted name that belongs to nobody is not taken over: the next hash is another."""
    from kubectl_lite.controllers.hashing import template_hash
    made = world.create(workload("Deployment", replicas=1))
    name = f"web-{template_hash(made['spec']['template'])}"
    foreign = workload("ReplicaSet", "other", replicas=0)
    foreign["metadata"]["name"] = name
    world.create(foreign)
    world.settle()
    assert world.get("deployments.apps", "web")["status"]["collisionCount"] == 1
    assert len(world.list("replicasets.apps")) == 2
