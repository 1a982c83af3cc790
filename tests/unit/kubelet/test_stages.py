from __future__ import annotations

import pytest

from kubectl_lite.kubelet import stages
from tests.unit.kubelet.builders import NOW, advanced, container, pod, sight


def step(found, **how):
    return stages.next_step(sight(found, **how))


def reasons(found, **how):
    return [event[1] for event in step(found, **how)[1].events]


def test_plain_pod_takes_three_stages():
    found, taken = advanced(pod())
    assert taken == ["accept", "initialize"]
    assert found["status"]["phase"] == "Running" and found["status"]["podIP"] == "10.244.0.2"


def test_new_pod_waits_for_its_containers():
    status = step(pod())[1].status
    assert status["phase"] == "Pending" and status["hostIP"] == "172.18.0.3" and status["startTime"]
    assert status["containerStatuses"][0]["state"] == {"waiting": {"reason": "ContainerCreating"}}
    assert [(c["type"], c["status"]) for c in status["conditions"]] == [
        ("PodReadyToStartContainers", "False"), ("Initialized", "True"), ("Ready", "False"), ("ContainersReady", "False"), ("PodScheduled", "True")]


def test_images_are_pulled_unless_the_node_has_them():
    accepted = {**pod(), "status": step(pod())[1].status}
    assert reasons(accepted) == ["Pulling", "Pulled", "Created", "Started"]
    assert reasons(accepted, images=["nginx"]) == ["Pulled", "Created", "Started"]


def test_init_containers_come_first_and_a_broken_one_holds_the_rest():
    inits = [container("a"), container("b", envFrom=[{"configMapRef": {"name": "cfg"}}]), container("c")]
    found, _ = advanced(pod(initContainers=inits))
    states = [next(iter(s["state"])) for s in found["status"]["initContainerStatuses"]]
    assert states == ["terminated", "waiting", "waiting"] and found["status"]["phase"] == "Pending"
    initialized = next(c for c in found["status"]["conditions"] if c["type"] == "Initialized")
    assert initialized["message"] == "containers with incomplete status: [b c]"
    found, _ = advanced(found, objects={("configmaps", "cfg"): {"data": {}}})
    assert found["status"]["phase"] == "Running"


def test_sidecars_run_on():
    found, _ = advanced(pod(initContainers=[container("side", restartPolicy="Always")]))
    assert "running" in found["status"]["initContainerStatuses"][0]["state"]


def test_one_broken_container_keeps_the_pod_pending():
    broken = container("b", env=[{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}])
    found, _ = advanced(pod(container("a"), broken))
    first, second = found["status"]["containerStatuses"]
    assert "running" in first["state"] and second["state"]["waiting"]["reason"] == "CreateContainerConfigError"
    assert found["status"]["phase"] == "Pending"


def test_missing_volume_is_waited_for():
    found = pod(volumes=[{"name": "v", "secret": {"secretName": "s"}}])
    accepted = {**found, "status": step(found)[1].status}
    name, waits = step(accepted)
    assert name == "mount" and waits.status is None
    assert waits.events == [("Warning", "FailedMount", 'MountVolume.SetUp failed for volume "v" : secret "s" not found', "")]
    assert step(accepted, objects={("secrets", "s"): {}})[0] == "initialize"


def test_readiness_probe_waits_for_its_delay():
    found, _ = advanced(pod(container(readinessProbe={"initialDelaySeconds": 5})))
    assert found["status"]["containerStatuses"][0]["ready"] is False
    assert step(found)[1].wait == 5
    found, _ = advanced(found, now=NOW + 5)
    assert found["status"]["containerStatuses"][0]["ready"] is True


def test_deleted_pod_is_stopped_and_then_removed():
    running, _ = advanced(pod())
    going = {**running, "metadata": pod(deleted=True)["metadata"]}
    name, stopped = step(going)
    assert name == "stop" and stopped.events == [("Normal", "Killing", "Stopping container main", "spec.containers{main}")]
    assert "terminated" in stopped.status["containerStatuses"][0]["state"]
    after = {**going, "status": stopped.status}
    assert step(after)[0] == "remove" and step(after)[1].remove
    held = {**after, "metadata": pod(deleted=True, grace=0)["metadata"]}
    assert not step(held)[1].remove


@pytest.mark.parametrize("phase", ["Succeeded", "Failed"])
def test_finished_pods_stay_as_they_are(phase):
    name, nothing = step(pod(status={"phase": phase}))
    assert name == "finished" and nothing.status is None and not nothing.remove


def test_generation_is_followed():
    running, _ = advanced(pod())
    changed = {**running, "metadata": {**running["metadata"], "generation": 2}}
    assert step(changed)[1].status["observedGeneration"] == 2
