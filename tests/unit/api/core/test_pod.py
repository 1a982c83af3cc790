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


@pytest.mark.parametrize("container, exit_code, allowed", [
    ({"restartPolicy": "OnFailure"}, 1, True),
    ({"restartPolicy": "OnFailure"}, 0, False),
    ({"restartPolicy": "Never", "restartPolicyRules": [{"action": "Restart", "exitCodes": {"operator": "In", "values": [3]}}]}, 3, True),
    ({"restartPolicy": "Never", "restartPolicyRules": [{"action": "Restart", "exitCodes": {"operator": "NotIn", "values": [3]}}]}, 3, False),
])
def test_a_container_has_its_own_restart_policy(container, exit_code, allowed):
    old = made(restartPolicy="Never", containers=[{"name": "c", "image": "x:1", **container}])
    old["status"]["containerStatuses"] = [{"name": "c", "state": {"terminated": {"exitCode": exit_code}}}]
    new = copy.deepcopy(old)
    new["status"]["containerStatuses"] = [{"name": "c", "state": {"running": {}}}]
    assert (pod.validate_status_update(new, old) == []) is allowed


@pytest.mark.parametrize("status, want", [
    ({"nominatedNodeName": "n"}, ["status.nominatedNodeName: Forbidden: may not be set on pods that are already bound to a node"]),
    ({"observedGeneration": -1}, ["status.observedGeneration: Invalid value: -1: must be a non-negative integer"]),
    ({"conditions": [{"type": "a b"}]}, ["status.conditions[0].Type"]),
    ({"podIPs": [{"ip": "1.1.1.1"}, {"ip": "x"}]},
     ['status.podIPs[1]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      "status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: <nil>",
      'status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"x"}]: may specify no more than one IP for each IP family']),
    ({"extendedResourceClaimStatus": {"resourceClaimName": "r", "requestMappings": [{"containerName": "x", "resourceName": "y", "requestName": "z"}]}},
     ['status.extendedResourceClaimStatus.requestMappings[0].containerName: Invalid value: "x": '
      "must match the name of an entry in spec.initContainers.name or spec.containers.name"]),
])
def test_status_updates(status, want):
    old = made(nodeName="n")
    new = copy.deepcopy(old)
    new["status"].update(status)
    found = texts(pod.validate_status_update(new, old))
    assert [text[:len(start)] for text, start in zip(found, want, strict=True)] == want


def test_app_armor_annotations_become_fields():
    key = "container.apparmor.security.beta.kubernetes.io/c"
    new = made()
    new["metadata"]["annotations"] = {key: "localhost/p"}
    assert pod.early_warnings(new) == [f'metadata.annotations[{key}]: deprecated since v1.30; use the "appArmorProfile" field instead']
    pod.prepare_for_create(new)
    assert new["spec"]["containers"][0]["securityContext"] == {"appArmorProfile": {"type": "Localhost", "localhostProfile": "p"}}
    assert pod.early_warnings(new) == []


def test_the_pods_own_profile_is_not_repeated():
    new = made(securityContext={"appArmorProfile": {"type": "Unconfined"}})
    new["metadata"]["annotations"] = {"container.apparmor.security.beta.kubernetes.io/c": "unconfined"}
    assert pod.early_warnings(new) == []
    pod.prepare_for_create(new)
    assert "securityContext" not in new["spec"]["containers"][0]


def test_tolerations_of_an_annotation_are_checked():
    new = made()
    for text, want in (("{}", "json: cannot unmarshal object into Go value of type []core.Toleration"), ("[", "unexpected end of JSON input")):
        new["metadata"]["annotations"] = {"scheduler.alpha.kubernetes.io/tolerations": text}
        assert texts(pod.validate(new)) == [f'metadata.annotations: Invalid value: "scheduler.alpha.kubernetes.io/tolerations": {want}']
    new["metadata"]["annotations"] = {"scheduler.alpha.kubernetes.io/tolerations": '[{"Operator": "Exists", "value": "v"}]'}
    assert texts(pod.validate(new)) == ["metadata.annotations.scheduler.alpha.kubernetes.io/tolerations[0].operator: Invalid value: \"v\": "
                                        "value must be empty when `operator` is 'Exists'"]


def test_a_windows_pod_has_no_user_even_zero():
    new = made(os={"name": "windows"}, securityContext={"runAsUser": 0}, resources={"requests": {"cpu": "1"}})
    assert texts(pod.validate(new)) == ["spec.resources: Forbidden: may not be set for a windows pod",
                                        "spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod"]


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


def test_resize_keeps_containers_and_what_they_ask_for():
    old = made(containers=[{"name": "c", "image": "x:1", "resources": {"requests": {"cpu": "1", "memory": "1Gi"}}}])

    def resized(*containers, **spec):
        new = copy.deepcopy(old)
        new["spec"].update(spec, containers=[{**old["spec"]["containers"][0], **c} for c in containers])
        pod.prepare_for_resize_update(new, old)
        return texts(pod.validate_resize_update(new, old))
    assert resized({"name": "d"}) == ["spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize"]
    assert resized({}, {"name": "d"})[-1] == "spec.containers: Forbidden: containers may not be added or removed on resize"
    assert resized({"resources": {"requests": {"cpu": "1"}}}) == ["spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed"]
    assert resized({"resizePolicy": [{"resourceName": "cpu", "restartPolicy": "NotRequired"}]}) == ["spec: Forbidden: only cpu and memory resources are mutable"]


def test_resize_of_the_pod_as_a_whole():
    old = made(resources={"requests": {"cpu": "1"}, "limits": {"cpu": "2"}})

    def resized(resources):
        new = copy.deepcopy(old)
        new["spec"]["resources"] = resources
        pod.prepare_for_resize_update(new, old)
        return texts(pod.validate_resize_update(new, old))
    assert resized({"requests": {"cpu": "2"}, "limits": {"cpu": "3"}}) == []
    assert resized({"requests": {"cpu": "1"}}) == ["spec.resources.limits: Forbidden: pod-level resource limits cannot be removed"]
    assert resized(None)[-1] == "spec.resources: Forbidden: pod-level resources cannot be removed"
