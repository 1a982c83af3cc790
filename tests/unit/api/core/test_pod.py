"""Pods through their strategy: creation, the few updates that are allowed, the parts with updates of their own."""
import copy

import pytest

from kubectl_lite.api.core import pod


def made(**spec):
    obj = {"metadata": {"name": "p", "namespace": "n", "labels": {"app": "a"}}, "spec": {"containers": [{"name": "c", "image": "x:1", "resources": {}}], **spec}}
    pod.default(obj)
    pod.prepare_for_create(obj)
    return obj


def changed(old, **spec):
    new = copy.deepcopy(old)
    new["spec"].update(spec)
    return new


def texts(problems):
    return [str(p) for p in problems]


def test_a_new_pod_is_pending_whatever_its_status_said():
    obj = made()
    assert obj["status"] == {"phase": "Pending", "qosClass": "BestEffort"} and pod.validate(obj) == []


def test_a_gated_pod_shows_why_it_waits():
    condition = made(schedulingGates=[{"name": "a"}])["status"]["conditions"][0]
    assert condition["reason"] == "SchedulingGated" and condition["status"] == "False"


def test_requests_follow_limits_only_where_they_are_missing():
    resources = {"limits": {"cpu": "2", "memory": "1Gi"}, "requests": {"cpu": "1"}}
    obj = made(containers=[{"name": "c", "image": "x", "resources": resources}])
    assert obj["spec"]["containers"][0]["resources"]["requests"] == {"cpu": "1", "memory": "1Gi"}


def test_pod_level_requests_are_completed_from_the_containers():
    obj = made(resources={"limits": {"cpu": "2", "memory": "1Gi"}}, containers=[{"name": "c", "image": "x", "resources": {"requests": {"cpu": "1"}}}])
    assert obj["spec"]["resources"]["requests"] == {"cpu": "1", "memory": "1Gi"}


def test_host_network_takes_the_containers_ports():
    obj = made(hostNetwork=True, containers=[{"name": "c", "image": "x", "ports": [{"containerPort": 80}]}])
    assert obj["spec"]["containers"][0]["ports"][0]["hostPort"] == 80


def test_match_label_keys_become_expressions():
    term = {"topologyKey": "z", "labelSelector": {}, "matchLabelKeys": ["app", "other"]}
    obj = made(affinity={"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}})
    merged = obj["spec"]["affinity"]["podAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"][0]
    assert merged["labelSelector"]["matchExpressions"] == [{"key": "app", "operator": "In", "values": ["a"]}]


def test_a_negative_grace_period_is_one_second():
    assert made(terminationGracePeriodSeconds=-5)["spec"]["terminationGracePeriodSeconds"] == 1


@pytest.mark.parametrize("spec, grace, want", [({"nodeName": "n"}, None, 30), ({"nodeName": "n"}, 5, 5), ({}, 5, 0), ({"nodeName": "n"}, -1, 1)])
def test_grace_of_deletion(spec, grace, want):
    options = {} if grace is None else {"gracePeriodSeconds": grace}
    assert pod.check_graceful_delete(made(**spec), options, 0) and options["gracePeriodSeconds"] == want


def test_an_image_may_change_and_the_rest_may_not():
    old = made()
    new = changed(old, containers=[{**old["spec"]["containers"][0], "image": "x:2"}])
    assert pod.validate_update(new, old) == []
    (problem,) = texts(pod.validate_update(changed(old, hostname="h"), old))
    assert problem.startswith("spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`")
    assert '- "Hostname": "",\n+ "Hostname": "h",\n' in problem


@pytest.mark.parametrize("before, after, want", [
    ({}, {"activeDeadlineSeconds": 5}, []),
    ({"activeDeadlineSeconds": 5}, {"activeDeadlineSeconds": 4}, []),
    ({"activeDeadlineSeconds": 5}, {"activeDeadlineSeconds": 6}, ["spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value"]),
    ({"tolerations": [{"key": "a", "operator": "Exists"}]}, {"tolerations": [{"key": "a", "operator": "Exists"}, {"key": "b", "operator": "Exists"}]}, []),
    ({"tolerations": [{"key": "a", "operator": "Exists"}]}, {"tolerations": []},
     ["spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds"]),
    ({"schedulingGates": [{"name": "a"}]}, {"schedulingGates": []}, []),
    ({"schedulingGates": [{"name": "a"}]}, {"nodeSelector": {"x": "y"}}, []),
    ({}, {"schedulingGates": [{"name": "a"}]}, ["spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a'"]),
    ({}, {"containers": []}, ["spec.containers: Required value", "spec.containers: Forbidden: pod updates may not add or remove containers"]),
])
def test_updates(before, after, want):
    old = made(**before)
    assert texts(pod.validate_update(changed(old, **after), old)) == want


def test_the_status_update_keeps_spec_and_quality():
    old = made()
    new = changed(old, hostname="h")
    new["status"] = {"phase": "Running"}
    pod.prepare_for_status_update(new, old)
    assert new["spec"] == old["spec"] and new["status"] == {"phase": "Running", "qosClass": "BestEffort"}
    new["status"]["qosClass"] = "Guaranteed"
    assert texts(pod.validate_status_update(new, old)) == ['status.qosClass: Invalid value: "Guaranteed": field is immutable']


def test_a_container_that_ended_does_not_run_again():
    old = made(restartPolicy="Never")
    old["status"]["containerStatuses"] = [{"name": "c", "state": {"terminated": {"exitCode": 0}}}]
    new = copy.deepcopy(old)
    new["status"]["containerStatuses"] = [{"name": "c", "state": {"running": {}}}]
    assert texts(pod.validate_status_update(new, old)) == ["status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state"]


def test_ephemeral_containers_are_added_and_stay():
    old, debug = made(), {"name": "d", "image": "x:1", "imagePullPolicy": "IfNotPresent", "terminationMessagePolicy": "File", "resources": {}}
    new = changed(old, ephemeralContainers=[debug], hostname="ignored")
    pod.prepare_for_ephemeralcontainers_update(new, old)
    assert "hostname" not in new["spec"] and pod.validate_ephemeralcontainers_update(new, old) == []
    later = changed(new, ephemeralContainers=[{**debug, "image": "y"}])
    (problem,) = texts(pod.validate_ephemeralcontainers_update(later, new))
    assert problem.startswith('spec.ephemeralContainers: Forbidden: existing ephemeral containers "d" may not be changed\n@@')


def test_resize_changes_cpu_and_memory_alone():
    resources = {"requests": {"cpu": "1", "example.com/x": "1"}, "limits": {"example.com/x": "1"}}
    old = made(containers=[{"name": "c", "image": "x:1", "resources": resources}])

    def resized(**requests):
        new = copy.deepcopy(old)
        new["spec"]["containers"][0]["resources"]["requests"].update(requests)
        new["spec"]["containers"][0]["image"] = "ignored"
        pod.prepare_for_resize_update(new, old)
        return texts(pod.validate_resize_update(new, old))
    assert resized(cpu="2") == []
    assert "spec: Forbidden: only cpu and memory resources are mutable" in resized(**{"example.com/x": "2"})
