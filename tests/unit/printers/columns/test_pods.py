import pytest

from kubectl_lite.printers.columns.pods import cells

NOW = 1_700_000_000.0
AGO = "2023-11-14T22:10:20Z"  # three minutes
INITIALIZED, READY = ({"type": t, "status": "True"} for t in ("Initialized", "Ready"))


def pod(status, containers=2, init=0, **spec):
    spec = {"containers": [{"name": f"c{i}"} for i in range(containers)], "initContainers": [{"name": f"i{i}"} for i in range(init)], **spec}
    return {"metadata": {"name": "p", "creationTimestamp": AGO}, "spec": spec, "status": status}


def container(name, state, ready=False, restarts=0, **more):
    return {"name": name, "state": state, "ready": ready, "restartCount": restarts, **more}


RUNNING, COMPLETED = {"running": {}}, {"terminated": {"exitCode": 0, "reason": "Completed"}}


def shown(obj):
    """READY, STATUS, RESTARTS"""
    return tuple(cells(obj, NOW)[1:4])


@pytest.mark.parametrize("status, want", [
    ({"phase": "Pending"}, ("0/2", "Pending", "0")),
    ({"phase": "Running", "containerStatuses": [container("c0", RUNNING, True), container("c1", RUNNING, True)]}, ("2/2", "Running", "0")),
    ({"phase": "Running", "containerStatuses": [container("c0", RUNNING, True), container("c1", {"waiting": {"reason": "CrashLoopBackOff"}}, restarts=5)]},
     ("1/2", "CrashLoopBackOff", "5")),
    ({"phase": "Pending", "containerStatuses": [container("c0", {"waiting": {"reason": "ImagePullBackOff"}}),
                                               container("c1", {"waiting": {"reason": "ContainerCreating"}})]}, ("0/2", "ImagePullBackOff", "0")),
    ({"phase": "Succeeded", "containerStatuses": [container("c0", COMPLETED), container("c1", COMPLETED)]}, ("0/2", "Completed", "0")),
    ({"phase": "Failed", "containerStatuses": [container("c0", {"terminated": {"exitCode": 3}}), container("c1", COMPLETED)]}, ("0/2", "ExitCode:3", "0")),
    ({"phase": "Failed", "containerStatuses": [container("c0", {"terminated": {"exitCode": 137, "signal": 9}})]}, ("0/2", "Signal:9", "0")),
    ({"phase": "Failed", "reason": "Evicted"}, ("0/2", "Evicted", "0")),
    ({"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "SchedulingGated"}]}, ("0/2", "SchedulingGated", "0")),
])
def test_status_without_init_containers(status, want):
    assert shown(pod(status)) == want


@pytest.mark.parametrize("states, want", [
    ([container("i0", COMPLETED), container("i1", RUNNING)], ("0/2", "Init:1/2", "0")),
    ([container("i0", {"waiting": {"reason": "CrashLoopBackOff"}}, restarts=3)], ("0/2", "Init:CrashLoopBackOff", "3")),
    ([container("i0", {"waiting": {"reason": "PodInitializing"}})], ("0/2", "Init:0/2", "0")),
    ([container("i0", {"terminated": {"exitCode": 2, "reason": "Error"}})], ("0/2", "Init:Error", "0")),
    ([container("i0", {"terminated": {"exitCode": 2}})], ("0/2", "Init:ExitCode:2", "0")),
    ([container("i0", {"terminated": {"exitCode": 137, "signal": 9}})], ("0/2", "Init:Signal:9", "0")),
])
def test_status_while_initializing(states, want):
    assert shown(pod({"phase": "Pending", "initContainerStatuses": states}, init=2)) == want


def test_restarts_of_init_containers_do_not_count_once_they_are_done():
    states = {"initContainerStatuses": [container("i0", COMPLETED, restarts=4)], "containerStatuses": [container("c0", RUNNING, True, restarts=1)]}
    assert shown(pod({"phase": "Running", "conditions": [INITIALIZED], **states}, containers=1, init=1)) == ("1/1", "Running", "1")


def test_sidecars_count_as_containers():
    sidecar = {"name": "i0", "restartPolicy": "Always"}
    status = {"phase": "Running", "initContainerStatuses": [container("i0", RUNNING, True, restarts=2, started=True)],
              "containerStatuses": [container("c0", RUNNING, True, restarts=1)]}
    assert shown(pod(status, containers=1, initContainers=[sidecar])) == ("2/2", "Running", "3")


def test_the_last_restart_is_told():
    last = {"lastState": {"terminated": {"finishedAt": AGO}}}
    status = {"phase": "Running", "containerStatuses": [container("c0", RUNNING, True, restarts=2, **last)]}
    assert shown(pod(status, containers=1)) == ("1/1", "Running", "2 (3m ago)")


@pytest.mark.parametrize("conditions, states, want", [
    ([READY], [RUNNING, COMPLETED], "Running"), ([], [RUNNING, COMPLETED], "NotReady"),
    ([], [COMPLETED, {"terminated": {"exitCode": 1, "reason": "Error"}}], "Error")])
def test_a_pod_with_a_completed_container(conditions, states, want):
    listed = [container(f"c{i}", state, ready="running" in state) for i, state in enumerate(reversed(states))]
    assert shown(pod({"phase": "Running", "conditions": conditions, "containerStatuses": listed}))[1] == want


@pytest.mark.parametrize("status, want", [({"phase": "Running"}, "Terminating"), ({"phase": "Succeeded"}, "Succeeded"),
                                          ({"phase": "Running", "reason": "NodeLost"}, "Unknown")])
def test_a_pod_that_is_being_deleted(status, want):
    obj = pod(status)
    obj["metadata"]["deletionTimestamp"] = AGO
    assert shown(obj)[1] == want


def test_wide_columns():
    gates = [{"conditionType": "a"}, {"conditionType": "b"}]
    status = {"phase": "Running", "podIPs": [{"ip": "10.0.0.1"}, {"ip": "fd00::1"}], "nominatedNodeName": "n2", "conditions": [{"type": "a", "status": "True"}]}
    assert cells(pod(status, nodeName="n1", readinessGates=gates), NOW)[4:] == ["3m", "10.0.0.1", "n1", "n2", "1/2"]
    assert cells(pod({"phase": "Pending"}), NOW)[5:] == ["<none>"] * 4
