from __future__ import annotations

from kubectl_lite.kubelet import status
from tests.unit.kubelet.builders import NOW_TEXT, container, pod

LATER = "2023-11-14T22:20:00Z"


def conditions(found, **how):
    made = status.conditions(found, sandbox=True, initialized=True, now=LATER, **how)
    return {c["type"]: c for c in made}


def test_running_container_tells_resources_and_mounts():
    made = status.running(container(resources={"requests": {"cpu": "1"}, "limits": {"cpu": "2"}}, volumeMounts=[{"name": "v", "mountPath": "/v", "readOnly": True}]),
                          "id", "image-id", NOW_TEXT, ready=True)
    assert made["resources"] == {"requests": {"cpu": "1"}, "limits": {"cpu": "2"}} and made["allocatedResources"] == {"cpu": "1"}
    assert made["volumeMounts"] == [{"name": "v", "mountPath": "/v", "readOnly": True, "recursiveReadOnly": "Disabled"}]
    assert "allocatedResources" not in status.running(container(), "id", "image-id", NOW_TEXT, ready=True)


def test_transition_times_move_with_the_status_only():
    running = status.running(container(), "id", "i", NOW_TEXT, ready=True)
    old = [{"type": "Ready", "status": "True", "lastTransitionTime": NOW_TEXT}, {"type": "ContainersReady", "status": "False", "lastTransitionTime": NOW_TEXT}]
    made = conditions(pod(status={"containerStatuses": [running], "conditions": old}))
    assert made["Ready"]["lastTransitionTime"] == NOW_TEXT and made["ContainersReady"]["lastTransitionTime"] == LATER


def test_unready_containers_are_named():
    waiting = [status.waiting(container(n), "ContainerCreating") for n in ("a", "b")]
    made = conditions(pod(status={"containerStatuses": waiting}))
    assert made["ContainersReady"]["message"] == made["Ready"]["message"] == "containers with unready status: [a b]"


def test_readiness_gates_hold_ready_but_not_the_containers():
    running = status.running(container(), "id", "i", NOW_TEXT, ready=True)
    gates = [{"conditionType": "x/a"}, {"conditionType": "x/b"}]
    made = conditions(pod(readinessGates=gates, status={"containerStatuses": [running], "conditions": [{"type": "x/b", "status": "False"}]}))
    assert made["ContainersReady"]["status"] == "True" and made["Ready"]["reason"] == "ReadinessGatesNotReady"
    assert made["Ready"]["message"] == ('corresponding condition of pod readiness gate "x/a" does not exist., '
                                        'the status of pod readiness gate "x/b" is not "True", but False')
    assert made["x/b"] == {"type": "x/b", "status": "False"}


def test_completed_pod():
    made = conditions(pod(status={}), completed=True)
    assert (made["Ready"]["status"], made["Ready"]["reason"], made["Initialized"]["reason"]) == ("False", "PodCompleted", "PodCompleted")
